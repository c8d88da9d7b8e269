import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { addressesOf } from '../suite/environment.ts'
import { portsOf, ROOT, readSuiteSettings, refuseSecondSuite } from '../suite/settings.ts'

const own = { folder: '.data/test-settings', prefix: '', replies: 'fast', durable: true } as const

t.test('PORT_BASE moves every port, issuer first and the database nine above', (t) => {
  t.same(portsOf(5100), {
    issuer: 5100,
    settlement: 5101,
    introduction: 5102,
    payroll: 5103,
    guides: 5104,
    postgres: 5109,
  })
  const settings = readSuiteSettings({ PORT_BASE: '5100' }, own)
  t.equal(settings.data, join(ROOT, '.data/test-settings'))
  t.same(addressesOf(settings), {
    issuer: 'http://127.0.0.1:5100',
    services: {
      settlement: 'http://127.0.0.1:5101',
      introduction: 'http://127.0.0.1:5102',
      payroll: 'http://127.0.0.1:5103',
      guides: 'http://127.0.0.1:5104',
    },
  })
  t.equal(readSuiteSettings({}, own).portBase, 4100)
  t.end()
})

t.test('a PORT_BASE that is no port, and production, are refused', (t) => {
  for (const text of ['80', '65530', '4100x', '-1', '4100.5']) {
    t.throws(() => readSuiteSettings({ PORT_BASE: text }, own), /PORT_BASE is/, text)
  }
  t.throws(() => readSuiteSettings({ NODE_ENV: 'production' }, own), /never runs with NODE_ENV/)
  t.end()
})

t.test('a port that is taken is named, with what to do', async (t) => {
  // Below the ports that systems give to whoever asks for any: other tests do all the time.
  const portBase = 20_000 + (process.pid % 10_000)
  const settings = readSuiteSettings({ PORT_BASE: String(portBase) }, own)
  await refuseSecondSuite(settings)
  const server = createServer().listen(portBase + 2, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  await t.rejects(refuseSecondSuite(settings), {
    message: `In use already: port ${portBase + 2}. Is the suite running? Stop it, or choose other ports: PORT_BASE=${portBase + 100}.`,
  })
})
