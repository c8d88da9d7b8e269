declare const idBrand: unique symbol
/** A UUIDv7 of one kind of thing: ids of different kinds cannot be mixed up. */
export type Id<Kind extends string> = string & { readonly [idBrand]: Kind }

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** True for a UUIDv7 in lower case. */
export const isId = (text: string): boolean => FORM.test(text)

/** One person across the whole suite; made in settlement. */
export type PersonId = Id<'Person'>
