import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { SignJWT } from 'jose'
import type { SigningKey } from './issuer-key.ts'
import { readTokenRequest, SEND_A_FORM, type TokenRequest } from './token-request.ts'

export type IssuerOptions = {
  /** Its own address and the tokens' `iss`, character for character. */
  readonly issuer: string
  readonly audience: string
  readonly key: SigningKey
}

/**
 * A token issuer shaped like Maskinporten, for development: whoever can reach it gets the token
 * they ask for, so it listens on loopback only and no service accepts it in production.
 */
export function createIssuer(options: IssuerOptions): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: 8 * 1024, return503OnClosing: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  )
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status === 415) return refuseToken(reply, 'invalid_request', SEND_A_FORM)
    if (status < 500) return refuseToken(reply, 'invalid_request', error.message)
    return reply.code(500).send({ error: 'server_error', error_description: error.message })
  })

  app.get('/.well-known/oauth-authorization-server', () => ({
    issuer: options.issuer,
    token_endpoint: new URL('/token', options.issuer).href,
    jwks_uri: new URL('/jwks', options.issuer).href,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['none'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
  }))
  app.get('/jwks', () => ({ keys: [options.key.publicJwk] }))
  app.get('/health/live', () => ({ status: 'live' }))
  app.post('/token', async (request, reply) => {
    const asked = readTokenRequest(request.body)
    if ('error' in asked) return refuseToken(reply, asked.error, asked.description)
    return reply.header('cache-control', 'no-store').send({
      access_token: await signToken(asked, options),
      token_type: 'Bearer',
      expires_in: asked.ttl,
      scope: asked.scope,
    })
  })
  return app
}

function refuseToken(reply: FastifyReply, error: string, description: string): FastifyReply {
  return reply
    .code(error === 'invalid_client' ? 401 : 400)
    .header('cache-control', 'no-store')
    .send({ error, error_description: description })
}

/** An organisation as Maskinporten writes it: ICD 0192 is the Norwegian register of legal entities. */
const organisation = (number: string) => ({
  authority: 'iso6523-actorid-upis',
  ID: `0192:${number}`,
})

/** Signs the token that was asked for (RS256, as Maskinporten does). */
export function signToken(
  asked: TokenRequest,
  { issuer, audience, key }: IssuerOptions,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({
    scope: asked.scope,
    client_id: asked.clientId,
    client_amr: 'private_key_jwt',
    token_type: 'Bearer',
    ...(asked.consumer && { consumer: organisation(asked.consumer) }),
    ...(asked.supplier && {
      supplier: organisation(asked.supplier),
      delegation_source: 'https://www.altinn.no',
    }),
    ...(asked.sub && { sub: asked.sub }),
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + asked.ttl)
    .setJti(crypto.randomUUID())
    .sign(key.privateKey)
}
