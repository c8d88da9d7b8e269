import {
  getAMelding,
  getAMeldingFile,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import {
  replaceIdentityNumbers,
  setAddressProtection,
} from '@fotfeste/contracts/settlement/identities.ts'
import { createPerson } from '@fotfeste/contracts/settlement/persons.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../../services/payroll/src/app.ts'
import { askIdentities } from '../../services/payroll/src/jobs/identities.ts'
import { approved, follow, pay, released } from '../../services/payroll/test/factories.ts'
import { tokensOf, writeAll } from '../../services/payroll/test/factories-reports.ts'
import { settlement } from '../../services/settlement/src/app.ts'
import { adult } from '../../services/settlement/test/factories.ts'

const paying = await service(t, payroll, { today: '2026-05-04' })
const settling = await service(t, settlement)
const { tenant } = paying
const insider = { tenant, scopes: ['fotfeste:settlement.write', 'fotfeste:protected.read'] }
const deliverer = {
  scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
}

/** Registers somebody in settlement and pays them for April. */
async function settledAndPaid(nationalNumber: string | null): Promise<string> {
  const body = { ...adult, nationalNumber, dufNumber: null }
  const { personId } = (await settling.make(createPerson, { body, as: insider })).body
  await follow(paying, approved(tenant, { personId, month: '2026-04' }))
  await pay(paying, personId)
  return personId
}

t.test('the numbers of an a-melding are those that settlement holds', async (t) => {
  const first = await settledAndPaid('14919010038')
  const second = await settledAndPaid(null)
  const hide = { params: { personId: first }, body: { addressProtection: 'confidential' } }
  await settling.make(setAddressProtection, { ...hide, as: insider })
  const run = await released(paying, '2026-04')
  const ask = askIdentities({ baseUrl: settling.url, tokens: tokensOf(settling) })
  const body = { month: run.payDate.slice(0, 7) as string }
  const params = { reportId: (await paying.make(requestAMelding, { body })).body.reportId }
  await writeAll(paying, ask)
  t.match((await paying.make(getAMelding, { params })).body, {
    state: 'requested',
    problemPersons: [{ personId: second, code: 'no-national-number' }],
  })
  const numbers = { nationalNumber: '03850810043', dufNumber: null }
  const held = { params: { personId: second }, body: numbers, as: insider }
  await settling.make(replaceIdentityNumbers, held)
  await paying.make(requestAMelding, { body })
  await writeAll(paying, ask)
  const xml = (await paying.make(getAMeldingFile, { params, as: deliverer })).body
  for (const number of ['14919010038', '03850810043']) {
    t.match(xml, `<inntektsmottaker><norskIdentifikator>${number}</norskIdentifikator>`)
  }
  const { rows } = await settling.owner.query(
    `select actor, outcome from access_log where person = $1 and operation = 'readIdentitiesForSuite'`,
    [first],
  )
  const actor = /#client\|fotfeste-payroll$/
  t.match(rows, [
    { actor, outcome: 'read' },
    { actor, outcome: 'read' },
  ])
})
