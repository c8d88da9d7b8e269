import type { Contract } from '@fotfeste/contracts/contract.ts'
import type { Test } from 'tap'
import { asStranger, told, type Walk } from './walk.ts'

const STALE = 4711

/** Ids that nobody has, in the form of the ones given. */
const elsewhere = (params: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value.length === 36 ? `019b0000-0000-7000-8000-${crypto.randomUUID().slice(-12)}` : value,
    ]),
  )

async function notForStrangers(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const right = await walk.rightRequest(contract)
  const stranger = await walk.suite.call(contract, { ...right, as: asStranger(contract) })
  t.equal(told(stranger), '404 not-found', 'what another municipality has is not there')
  const nobody = await walk.suite.call(contract, {
    ...right,
    params: elsewhere(right.params ?? {}),
  })
  t.equal(told(nobody), '404 not-found', 'what nobody has is not there')
}

/** Lists of what the law and its defaults give, the same for everybody who has set nothing. */
const SAME_FOR_ALL = ['listBaseAmounts', 'listPolicies']

/** A municipality that has made nothing is told nothing: an empty list, or what every newcomer is told. */
async function nothingForStrangers(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const params = await walk.paramsFor(contract)
  const ask = () => walk.suite.call(contract, { params, as: asStranger(contract) })
  const [one, other] = [await ask(), await ask()]
  t.ok([200, 404, 409].includes(one.status), `${one.status}`)
  const list = Array.isArray(one.body) ? one.body : one.body.items
  if (list !== undefined && !SAME_FOR_ALL.includes(contract.id)) t.same(list, [])
  if (one.status === 200) t.same(one.body, other.body, 'two newcomers are told the same')
}

/** No operation shows or touches what another municipality has. */
export async function showTenantWall(t: Test, walk: Walk): Promise<void> {
  for (const contract of walk.contracts) {
    const name = `${contract.method} ${contract.path}`
    if (contract.factory !== null)
      await t.test(`${name} of another municipality is 404`, (t) =>
        notForStrangers(t, walk, contract),
      )
    else if (contract.method === 'GET' && contract.visibility === 'public')
      await t.test(`${name} tells another municipality nothing`, (t) =>
        nothingForStrangers(t, walk, contract),
      )
    if (contract.write?.versioned)
      await t.test(`${name} refuses an ETag that is stale`, async (t) => {
        const right = await walk.rightRequest(contract)
        const stale = await walk.suite.call(contract, { ...right, ifMatch: STALE })
        t.equal(told(stale), '412 stale')
      })
  }
}
