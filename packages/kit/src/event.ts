/** An event as a command hands it over: one command, one event. */
export type NewEvent = {
  readonly type: string
  readonly version: number
  /** The aggregate; its events keep their order because its row is locked before they are written. */
  readonly subject: string
  readonly isProtected: boolean
  /** Only the facts that a consumer's rule needs; never a name, address, contact or number. */
  readonly data: object
}

export const RECORD = `insert into system.feed
    (event_id, type, version, tenant, subject, protected, data)
  values ($1, $2, $3, $4, $5, $6, $7)`

/** The statement that puts an event into the feed, without a position: writers never wait on each other. */
export const recordEvent = (tenant: string, id: string, event: NewEvent) => ({
  sql: RECORD,
  parameters: [
    id,
    event.type,
    event.version,
    tenant,
    event.subject,
    event.isProtected,
    JSON.stringify(event.data),
  ],
})
