// Runs npm's oidc-provider on a loopback port until standard input closes.
//
//	node oidc-provider.mjs ISSUER
//
// ISSUER is the address that browsers and clients reach it at; whoever serves
// that forwards to the port told in the first line of the output, a JSON
// object, with the private key of the client "signed".
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { errors, Provider } from 'oidc-provider';

const [issuer] = process.argv.slice(2);

const signing = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const assertion = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const person = {
  application_type: 'native', // any loopback port will do
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};
const machine = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };
const deviceCode = 'urn:ietf:params:oauth:grant-type:device_code';

const clients = [
  { client_id: 'web', client_secret: 'web-secret', token_endpoint_auth_method: 'client_secret_basic', ...person },
  { client_id: 'app', token_endpoint_auth_method: 'none', ...person },
  { client_id: 'brief', token_endpoint_auth_method: 'none', ...person },
  { client_id: 'served', token_endpoint_auth_method: 'none', ...person },
  { client_id: 'basic', client_secret: 'basic-secret', token_endpoint_auth_method: 'client_secret_basic', ...machine },
  { client_id: 'odd:id +%/', client_secret: 'p@ss:w%rd +&=?#', token_endpoint_auth_method: 'client_secret_basic', ...machine },
  { client_id: 'custom', client_secret: 'custom-secret', token_endpoint_auth_method: 'client_secret_basic', ...machine },
  { client_id: 'found', client_secret: 'found-secret', token_endpoint_auth_method: 'client_secret_basic', ...machine },
  { client_id: 'wrong', client_secret: 'wrong-secret', token_endpoint_auth_method: 'client_secret_basic', ...machine },
  { client_id: 'post', client_secret: 'post-secret', token_endpoint_auth_method: 'client_secret_post', ...machine },
  { client_id: 'shared', client_secret: 'a secret of at least 32 characters', token_endpoint_auth_method: 'client_secret_jwt', ...machine },
  {
    client_id: 'signed', token_endpoint_auth_method: 'private_key_jwt', ...machine,
    jwks: { keys: [{ ...assertion.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }] },
  },
  {
    client_id: 'device', token_endpoint_auth_method: 'none', application_type: 'native',
    redirect_uris: [], response_types: [], grant_types: [deviceCode, 'refresh_token'],
  },
  // The API, which asks about the tokens it is sent.
  { client_id: 'api', client_secret: 'api-secret', token_endpoint_auth_method: 'client_secret_basic', ...machine },
];

const lifetime = (ctx, token, client) => (client.clientId === 'brief' ? 10 : 600);

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...signing.export({ format: 'jwk' }), kid: 's1', alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['one test run'] },
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
  scopes: ['openid', 'offline_access', 'reports'],
  claims: { openid: ['sub'] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  ttl: { AccessToken: lifetime, ClientCredentials: lifetime, DeviceCode: 120 },
  rotateRefreshToken: true,
  extraParams: ['tenant'],
  // The token tells what custom parameters the request brought, and where.
  extraTokenClaims: (ctx) => ({
    body: ctx.oidc.body?.tenant, url: ctx.query.tenant, header: ctx.get('x-tenant') || undefined,
  }),
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => {
        if (resource !== 'urn:reports') throw new errors.InvalidTarget();
        return { scope: 'reports', audience: resource, accessTokenFormat: 'opaque' };
      },
    },
  },
});
provider.on('server_error', (ctx, error) => console.error(error));

const server = createServer(provider.callback());
server.listen(0, '127.0.0.1', () => {
  const key = assertion.privateKey.export({ type: 'pkcs8', format: 'pem' });
  console.log(JSON.stringify({ port: server.address().port, key }));
});

process.stdin.on('end', () => process.exit()).resume();
