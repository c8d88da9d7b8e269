import { assert } from './assert.ts'

declare const tenantBrand: unique symbol
/** A municipality by its organisation number (organisasjonsnummer): nine digits with a modulo 11 check. */
export type Tenant = string & { readonly [tenantBrand]: 'Tenant' }

const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2]

/** True for nine digits whose check digit is right (Brønnøysundregistrene's modulo 11). */
export function isOrganisationNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  const check = (11 - (sum % 11)) % 11
  return check === Number(text[8])
}

/** Makes a tenant of an organisation number; stops when it is not one. */
export function tenant(text: string): Tenant {
  assert(isOrganisationNumber(text), 'a tenant is a valid organisation number')
  return text as Tenant
}
