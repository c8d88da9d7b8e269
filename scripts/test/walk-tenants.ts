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

async function emptyForStrangers(t: Test, walk: Walk, contract: Contract): Promise<void> {
  const as = asStranger(contract)
  const answered = await walk.suite.call(contract, { params: await walk.paramsFor(contract), as })
  t.equal(answered.status, 200)
  const list = Array.isArray(answered.body) ? answered.body : answered.body.items
  if (list !== undefined) t.same(list, [], 'a list of another municipality is empty')
}

/** No operation shows or touches what another municipality has. */
export async function showTenantWall(t: Test, walk: Walk): Promise<void> {
  for (const contract of walk.contracts) {
    const name = `${contract.method} ${contract.path}`
    if (contract.factory !== null)
      await t.test(`${name} of another municipality is 404`, (t) =>
        notForStrangers(t, walk, contract),
      )
    else if (contract.method === 'GET')
      await t.test(`${name} of another municipality is empty`, (t) =>
        emptyForStrangers(t, walk, contract),
      )
    if (contract.write?.versioned)
      await t.test(`${name} refuses an ETag that is stale`, async (t) => {
        const right = await walk.rightRequest(contract)
        const stale = await walk.suite.call(contract, { ...right, ifMatch: STALE })
        t.equal(told(stale), '412 stale')
      })
  }
}
