import { createHmac, createPublicKey } from 'node:crypto'
import { tokenVerifier } from '@fotfeste/kit/auth.ts'
import type { Problem } from '@fotfeste/kit/problems.ts'
import { CompactEncrypt, exportJWK, generateKeyPair, importSPKI, SignJWT } from 'jose'
import t from 'tap'
import { AUDIENCE, now, organisation, toyIssuer } from './toy/issuer.ts'

const TENANT = '940101808'
const consumer = organisation(TENANT)
const issuer = await toyIssuer()
const other = await toyIssuer()
t.teardown(() => [issuer, other].map((one) => one.close()))

const config = {
  issuer: issuer.issuer,
  jwksUri: issuer.jwksUri,
  audience: AUDIENCE,
  kind: 'maskinporten' as const,
}
const verify = tokenVerifier([config])
const call = (token: string) => verify(`Bearer ${token}`)
const codeOf = (token: string) =>
  call(token).then(
    () => 'accepted',
    (error: Problem) => error.code,
  )

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const claims = () => ({
  iss: issuer.issuer,
  aud: AUDIENCE,
  iat: now(),
  exp: now() + 600,
  jti: 'j',
  client_id: 'c',
  scope: 'fotfeste:guides.read',
  consumer,
})
const hmac = (key: string) => {
  const head = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims())}`
  return `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`
}
/** A payload written by hand, signed with the right key. */
const signedText = async (text: string) => {
  const { CompactSign } = await import('jose')
  const pair = await generateKeyPair('RS256', { extractable: true })
  issuer.keys.splice(1, 9, { ...(await exportJWK(pair.publicKey)), kid: 'by-hand', alg: 'RS256' })
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'RS256', kid: 'by-hand' })
    .sign(pair.privateKey)
}

t.test('a good token tells who calls', async (t) => {
  const machine = await call(await issuer.token({ consumer }))
  t.match(machine, { tenant: TENANT, party: TENANT, isPerson: false })
  t.same([...machine.scopes], ['fotfeste:guides.read', 'fotfeste:guides.write'])
  const person = await call(await issuer.token({ consumer, sub: 'toy-client' }))
  t.equal(person.isPerson, true)
  t.not(person.actor, machine.actor, 'a person never passes for a machine of the same name')
})

t.test('the scheme is read in any case, and only as one bearer token', async (t) => {
  const token = await issuer.token({ consumer })
  for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
    t.equal((await verify(`${scheme} ${token}`)).tenant, TENANT)
  }
  for (const wrong of [undefined, '', 'Bearer', 'Basic YTpi', token, `Bearer ${token}, Bearer x`]) {
    await t.rejects(verify(wrong), { code: 'unauthenticated' }, String(wrong).slice(0, 20))
  }
})

t.test('a token that is not signed by the issuer as agreed is refused', async (t) => {
  const good = await issuer.token({ consumer })
  const [head = '', payload = '', signature = ''] = good.split('.')
  const foreign = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(foreign.publicKey)
  const pem = issuer.publicPem
  const encrypted = await new CompactEncrypt(Buffer.from(good))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'k1' })
    .encrypt(await importSPKI(pem, 'RSA-OAEP'))
  const unsigned = (alg: string) => `${part({ alg, kid: 'k1' })}.${part(claims())}.`
  const with_ = (header: object, key = foreign.privateKey) =>
    issuer.token({ consumer }, { header: { ...header }, key })
  const attacks: Record<string, string> = {
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg nOnE with a signature': `${unsigned('nOnE')}AAAA`,
    'HS256 with the public key as PEM': hmac(pem),
    'HS256 with the modulus': hmac(issuer.keys[0]?.n ?? ''),
    'HS256 with the empty secret': hmac(''),
    'HS256 with the key as DER': hmac(
      createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('latin1'),
    ),
    'signature stripped': `${head}.${payload}.`,
    'payload altered': `${head}.${part({ ...claims(), scope: 'fotfeste:payroll.approve' })}.${signature}`,
    'a foreign key under the same kid': await with_({}),
    'an embedded key': await with_({ jwk }),
    'a key address of its own (jku)': await with_({ jku: `${other.issuer}jwks` }),
    'a certificate of its own (x5u, x5c)': await with_({ x5u: other.issuer, x5c: ['AAAA'] }),
    'an unknown kid': await with_({ kid: 'k9' }),
    'a kid that is SQL': await with_({ kid: "' or 1=1 --" }),
    'a kid that is a path': await with_({ kid: '../../etc/passwd' }),
    'a long kid': await with_({ kid: 'k'.repeat(5_000) }),
    'another type of token': await issuer.token({ consumer }, { header: { typ: 'id+jwt' } }),
    'a type that is no word': `${part({ alg: 'RS256', kid: 'k1', typ: 5 })}.${payload}.${signature}`,
    'an encrypted token': encrypted,
    'a token in a token': await signedText(`"${good}"`),
    'trailing padding': `${good}==`,
    'a fourth part': `${good}.AAAA`,
    'no JSON in the header': `AAAA.${payload}.${signature}`,
    'no JSON in the payload': `${head}.AAAA.${signature}`,
  }
  for (const [name, token] of Object.entries(attacks)) {
    t.equal(await codeOf(token), 'unauthenticated', name)
  }
  const noKid = await issuer.token({ consumer }, { header: { kid: undefined } })
  t.equal(await codeOf(noKid), 'unauthenticated', 'no kid, though there is one key only')
  t.equal(other.fetched(), 0, 'no address in a token is ever fetched')
})

t.test('algorithms outside the list are refused, also with the right key', async (t) => {
  for (const alg of ['RS512', 'PS256']) {
    const pair = await generateKeyPair(alg, { extractable: true })
    issuer.keys.push({ ...(await exportJWK(pair.publicKey)), kid: alg })
    const token = await new SignJWT({ ...claims() })
      .setProtectedHeader({ alg, kid: alg })
      .sign(pair.privateKey)
    const fresh = tokenVerifier([config])
    await t.rejects(fresh(`Bearer ${token}`), { code: 'unauthenticated' }, alg)
  }
  const critical = await issuer.token({ consumer }, { header: {} })
  t.equal(await codeOf(critical), 'accepted')
  const head = part({ alg: 'RS256', kid: 'k1', crit: ['x-own'], 'x-own': 1 })
  t.equal(await codeOf([head, ...critical.split('.').slice(1)].join('.')), 'unauthenticated')
})

t.test('claims that are wrong, missing, absurd or doubled are refused', async (t) => {
  const wrong: Record<string, object> = {
    'issuer without its slash': { iss: issuer.issuer.slice(0, -1) },
    'issuer in a list': { iss: [issuer.issuer] },
    'no issuer': { iss: undefined },
    'no audience': { aud: undefined },
    'another audience': { aud: 'https://other.test' },
    'an audience that begins like ours': { aud: `${AUDIENCE}.evil.test` },
    'ours beside another audience': { aud: [AUDIENCE, 'https://other.test'] },
    'ours twice': { aud: [AUDIENCE, AUDIENCE] },
    expired: { iat: now() - 700, exp: now() - 100 },
    'no exp': { exp: undefined },
    'exp as text': { exp: String(now() + 600) },
    'exp absurd': { exp: 1e18 },
    'lives longer than an hour': { exp: now() + 3700 },
    'not yet valid': { nbf: now() + 300 },
    'issued in the future': { iat: now() + 300 },
    'issued too long ago': { iat: now() - 3700 },
    'no iat': { iat: undefined },
    'no jti': { jti: undefined },
    'jti is not text': { jti: { a: 1 } },
    'jti is long': { jti: 'j'.repeat(300) },
    'no consumer': { consumer: undefined },
    'consumer is text': { consumer: '0192:940101808' },
    'consumer of another register': { consumer: { ...consumer, authority: 'x' } },
    'consumer without 0192': { consumer: { ...consumer, ID: TENANT } },
    'check digit wrong': { consumer: organisation('940101809') },
    'supplier check digit wrong': {
      supplier: organisation('910000001'),
      delegation_source: 'https://www.altinn.no',
    },
    'supplier without delegation': { supplier: organisation('974760673') },
    'a system user': { authorization_details: [{ type: 'urn:altinn:systemuser' }] },
    'restricted to one person': { pid: '01810199999' },
    'a long subject': { sub: 's'.repeat(300) },
    'neither person nor client': { client_id: undefined },
  }
  for (const [name, claim] of Object.entries(wrong)) {
    t.equal(await codeOf(await issuer.token({ consumer, ...claim })), 'unauthenticated', name)
  }
  const old = verify(
    `Bearer ${await issuer.token({ consumer, iat: now() - 700, exp: now() - 100 })}`,
  )
  await t.rejects(old, { message: /^The token has expired: get a new one/ })
  const text = JSON.stringify(claims())
  for (const second of [
    ',"exp":9999999999}',
    ', "scope" : "fotfeste:payroll.approve"}',
    ',"\\u0069ss":"x"}',
    ',"sub":"a","sub":"b"}',
    `,"nested":{"ID":1,"ID":2}}`,
  ]) {
    const fresh = tokenVerifier([config])
    const token = await signedText(text.replace(/}$/, second))
    await t.rejects(fresh(`Bearer ${token}`), { code: 'unauthenticated', message: /twice/ }, second)
  }
  const fresh = tokenVerifier([config])
  const odd = await signedText(
    text.replace('{', '{"said":"\\"exp\\":{[,","list":[{"a":1},{"a":1}],'),
  )
  t.equal(
    (await fresh(`Bearer ${odd}`)).tenant,
    TENANT,
    'the same name in two objects is no double',
  )
})

t.test('the keys are fetched once more for an unknown kid, and not for each', async (t) => {
  const issuer = await toyIssuer()
  t.teardown(() => issuer.close())
  const verify = tokenVerifier([{ ...config, issuer: issuer.issuer, jwksUri: issuer.jwksUri }])
  await verify(`Bearer ${await issuer.token({ consumer })}`)
  t.equal(issuer.fetched(), 1)
  const foreign = (await generateKeyPair('RS256')).privateKey
  const ask = async (kid: string) => {
    const token = await issuer.token({ consumer }, { header: { kid }, key: foreign })
    await t.rejects(verify(`Bearer ${token}`), { code: 'unauthenticated' }, kid)
  }
  for (const kid of ['a', 'b']) await ask(kid)
  t.equal(issuer.fetched(), 1, 'not within half a minute of the fetch before')
  await issuer.rotate('k2')
  const token = await issuer.token({ consumer })
  const real = Date.now
  t.teardown(() => {
    Date.now = real
  })
  Date.now = () => real() + 31_000
  t.equal((await verify(`Bearer ${token}`)).tenant, TENANT, 'a new key is found')
  for (const kid of ['c', 'd']) await ask(kid)
  t.equal(issuer.fetched(), 2)
})

t.test('an issuer whose keys cannot be fetched is 503, and never 401', async (t) => {
  const issuer = await toyIssuer()
  const verify = tokenVerifier([{ ...config, issuer: issuer.issuer, jwksUri: issuer.jwksUri }])
  const token = await issuer.token({ consumer })
  issuer.fail(500)
  await t.rejects(verify(`Bearer ${token}`), { code: 'unavailable' }, 'the key address fails')
  issuer.fail(null)
  const keys = [...issuer.keys]
  issuer.keys.splice(0, 1, 'nonsense' as never)
  await t.rejects(verify(`Bearer ${token}`), { code: 'unavailable' }, 'it answers no keys')
  issuer.keys.splice(0, 1, ...keys)
  t.equal((await verify(`Bearer ${token}`)).tenant, TENANT, 'and then it is back')
  issuer.close()
  const gone = tokenVerifier([{ ...config, issuer: issuer.issuer, jwksUri: issuer.jwksUri }])
  await t.rejects(gone(`Bearer ${token}`), { code: 'unavailable' }, 'nobody listens')
})

t.test('a token is verified once, and never accepted after its end', async (t) => {
  const issuer = await toyIssuer()
  const verify = tokenVerifier([{ ...config, issuer: issuer.issuer, jwksUri: issuer.jwksUri }])
  const long = await issuer.token({ consumer })
  const first = await verify(`Bearer ${long}`)
  issuer.close()
  t.equal(await verify(`Bearer ${long}`), first, 'the same caller, without a key address')
  const real = Date.now
  t.teardown(() => {
    Date.now = real
  })
  Date.now = () => real() + 299_000
  t.equal(await verify(`Bearer ${long}`), first, 'kept for five minutes')
  Date.now = () => real() + 606_000
  await t.rejects(verify(`Bearer ${long}`), { code: /unauthenticated|unavailable/ })
})

t.test('a key that was taken out is refused within ten minutes', async (t) => {
  const issuer = await toyIssuer()
  t.teardown(() => issuer.close())
  const verify = tokenVerifier([{ ...config, issuer: issuer.issuer, jwksUri: issuer.jwksUri }])
  const [early, late] = await Promise.all(
    ['early', 'late'].map((jti) => issuer.token({ consumer, jti, exp: now() + 3000 })),
  )
  await verify(`Bearer ${early}`)
  await issuer.rotate('k2')
  const real = Date.now
  t.teardown(() => {
    Date.now = real
  })
  Date.now = () => real() + 298_000
  await verify(`Bearer ${late}`)
  Date.now = () => real() + 599_000
  for (const token of [early, late]) {
    await t.rejects(verify(`Bearer ${token}`), { code: 'unauthenticated' })
  }
  t.equal(
    (await verify(`Bearer ${await issuer.token({ consumer, iat: now() - 599, exp: now() - 1 })}`))
      .tenant,
    TENANT,
  )
})
