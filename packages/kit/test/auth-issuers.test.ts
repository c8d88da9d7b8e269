import { tokenVerifier } from '@fotfeste/kit/auth.ts'
import type { IssuerConfig } from '@fotfeste/kit/config.ts'
import t from 'tap'
import { AUDIENCE, now, organisation, toyIssuer } from './toy/issuer.ts'

const TENANT = '940101808'
const consumer = organisation(TENANT)
const [machines, suite, staff] = await Promise.all([toyIssuer(), toyIssuer('ES256'), toyIssuer()])
t.teardown(() => [machines, suite, staff].map((one) => one.close()))

const entry = (of: typeof machines, kind: IssuerConfig['kind']): IssuerConfig => ({
  issuer: of.issuer,
  jwksUri: of.jwksUri,
  audience: AUDIENCE,
  kind,
})
const verify = tokenVerifier([
  entry(machines, 'maskinporten'),
  entry(suite, 'service'),
  { ...entry(staff, 'entra'), tenant: TENANT },
])
const call = (token: string) => verify(`Bearer ${token}`)
const SYSTEM = { scope: 'fotfeste:system.feed', client_id: 'fotfeste-payroll' }

t.test('each issuer answers for its own tokens only', async (t) => {
  t.equal((await call(await machines.token({ consumer }))).tenant, TENANT)
  const crossed = await machines.token({ consumer, iss: staff.issuer })
  await t.rejects(call(crossed), { code: 'unauthenticated' })
  await t.rejects(call(await machines.token({ consumer, iss: 'https://nobody.test/' })), {
    code: 'unauthenticated',
  })
})

t.test('a service token is the suite’s own: no municipality, no person, 60 seconds', async (t) => {
  const caller = await call(await suite.token({ ...SYSTEM, sub: 'somebody', consumer }))
  t.match(caller, { tenant: null, party: '', isPerson: false })
  t.same([...caller.scopes], ['fotfeste:system.feed'])
  const long = await suite.token({ ...SYSTEM, exp: now() + 61 })
  await t.rejects(call(long), { code: 'unauthenticated', message: /60 seconds/ })
  const greedy = await call(
    await suite.token({ ...SYSTEM, scope: 'fotfeste:payroll.approve fotfeste:system.feed' }),
  )
  t.same([...greedy.scopes], ['fotfeste:system.feed'], 'it grants nothing of a municipality')
})

t.test('no issuer of another kind grants a system scope', async (t) => {
  const scope = 'fotfeste:system.feed fotfeste:guides.read'
  for (const token of [
    await machines.token({ consumer, scope, client_id: 'fotfeste-payroll' }),
    await staff.token({ scp: scope, scope: undefined, oid: 'o', azp: 'a' }),
    await staff.token({ scope: undefined, roles: scope.split(' '), oid: 'o' }),
  ]) {
    t.same([...(await call(token)).scopes], ['fotfeste:guides.read'])
  }
  const none = await machines.token({ ...SYSTEM })
  await t.rejects(call(none), { code: 'unauthenticated' }, 'without consumer it is nobody')
})

t.test('a staff issuer speaks for its one municipality, whatever the token says', async (t) => {
  const foreign = organisation('974760673')
  const token = await staff.token({
    oid: 'employee',
    scope: 'fotfeste:guides.read',
    consumer: foreign,
  })
  t.match(await call(token), { tenant: TENANT, party: TENANT, isPerson: true })
  const app = await call(await staff.token({ oid: 'app', azp: 'app', idtyp: 'app' }))
  t.equal(app.isPerson, false, 'an application is a machine')
})

t.test('a staff issuer whose tokens are not as they must be hears what to set right', async (t) => {
  // As Entra ID makes them: `uti` in place of `jti`, 60 to 90 minutes.
  const like = { oid: 'employee', scp: 'fotfeste:guides.read', scope: undefined, ver: '2.0' }
  const nameless = await staff.token({ ...like, jti: undefined, uti: 'x7gXk2fJ1E6' })
  await t.rejects(call(nameless), {
    code: 'unauthenticated',
    message: /has no jti: .*have its issuer put one into each/,
  })
  const long = await staff.token({ ...like, exp: now() + 5400 })
  await t.rejects(call(long), {
    code: 'unauthenticated',
    message: /lives longer than 3600 seconds: have its issuer set a shorter lifetime/,
  })
  const old = await staff.token({ ...like, iat: now() - 3700, exp: now() + 1700 })
  await t.rejects(call(old), {
    code: 'unauthenticated',
    message: /have its issuer set a shorter lifetime/,
  })
  t.match(await call(await staff.token(like)), { tenant: TENANT, isPerson: true })
})

t.test('a delegated token names its party', async (t) => {
  const supplier = organisation('974760673')
  const token = await machines.token({ consumer, supplier, delegation_source: 'https://x.test' })
  t.match(await call(token), { tenant: TENANT, party: '974760673' })
})
