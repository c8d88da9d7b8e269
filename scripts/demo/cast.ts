import type { Scope } from '@fotfeste/contracts/contract.ts'

/** Who acts in the demo: a person of the municipality, by what their token says. */
export type Actor = {
  readonly sub: string
  readonly does: string
  readonly scopes: readonly Scope[]
  /** The organisation the token is for. */
  readonly tenant: string
}

/** Tromsø kommune's organisation number; everything else about this Tromsø is made up. */
export const TROMSO = '940101808'
/** Bodø kommune, which must see nothing of it. */
const BODO = '972418013'

const actor = (sub: string, does: string, scopes: readonly Scope[]): Actor => ({
  sub,
  does,
  scopes,
  tenant: TROMSO,
})

export const sigrid = actor('sigrid', 'settles people', [
  'fotfeste:settlement.read',
  'fotfeste:settlement.write',
  'fotfeste:protected.read',
  'fotfeste:identity.read',
])
export const per = actor('per', 'reads settlement, not protected persons', [
  'fotfeste:settlement.read',
])
export const amund = actor('amund', 'advises participants', [
  'fotfeste:introduction.read',
  'fotfeste:introduction.write',
  'fotfeste:protected.read',
])
export const tone = actor('tone', 'organises the courses and seals timesheets', [
  'fotfeste:introduction.read',
  'fotfeste:introduction.write',
  'fotfeste:protected.read',
])
export const marit = actor('marit', 'approves timesheets', [
  'fotfeste:introduction.read',
  'fotfeste:introduction.write',
  'fotfeste:protected.read',
])
export const olav = actor('olav', 'enters account numbers', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.write',
  'fotfeste:payroll.approve',
  'fotfeste:protected.read',
])
export const lars = actor('lars', 'has pay runs calculated', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.write',
  'fotfeste:payroll.approve',
  'fotfeste:protected.read',
])
export const solveig = actor('solveig', 'confirms account numbers that another entered', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.write',
  'fotfeste:protected.read',
])
export const eva = actor('eva', 'approves pay runs', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.approve',
  'fotfeste:protected.read',
])
export const nina = actor('nina', 'releases payments', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.approve',
  'fotfeste:protected.read',
  'fotfeste:identity.read',
])
export const bankLink = actor('bank-link', 'brings what the bank answers', [
  'fotfeste:payroll.read',
  'fotfeste:payroll.write',
])
export const randi = actor('randi', 'coordinates the guides', [
  'fotfeste:guides.read',
  'fotfeste:guides.write',
  'fotfeste:protected.read',
])
export const iben = actor('iben', 'reads the event feeds', [
  'fotfeste:events.read',
  'fotfeste:protected.read',
])
export const bodo: Actor = {
  sub: 'berit',
  does: 'works in another municipality',
  scopes: ['fotfeste:settlement.read', 'fotfeste:events.read', 'fotfeste:protected.read'],
  tenant: BODO,
}
