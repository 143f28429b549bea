import type { Knex } from 'knex'

const LAMP = `case
  when case_file.closed_at is not null then 'done'
  when case_file.urged_cards > 0 then 'supervised'
  when case_file.status = 'supplementing' then 'suspended'
  when case_file.card = 'red'
    or (case_file.decided_at is null and case_file.statutory_due_at < :now)
    or (case_file.accepted_at is null and case_file.decided_at is null and case_file.intake_due_at < :now) then 'red'
  when case_file.card = 'yellow'
    or (case_file.decided_at is null and case_file.promised_due_at < :now)
    or case_file.delivery_due_at < :now then 'yellow'
  when case_file.suspended_at is not null then 'suspended'
  when case_file.warn_at <= :now then 'warning'
  else 'normal' end`

/**
 * The lamp of a case at `now`, as one SQL expression over `case_file`, so that a list filtered by lamp, a count and a
 * single case never disagree: supervised while a card of it is 督办中, suspended while the applicant supplements, red over the statutory or the intake limit,
 * yellow over the promised or the delivery limit, suspended during a special procedure 特别程序, warning on the last working day. A card once given stays until the
 * case is closed.
 */
export const lampSql = (db: Knex, now: number): Knex.Raw => db.raw(LAMP, { now })

/** The same for a prepared statement, `lamp` among the columns of `case_file`: its text and the values of its places. */
export const CASE_WITH_LAMP = `select case_file.*, ${LAMP.replaceAll(':now', '?')} as lamp from case_file`
const PLACES_OF_NOW = LAMP.split(':now').length - 1
export const lampValues = (now: number): number[] => Array<number>(PLACES_OF_NOW).fill(now)

/** The same, to be selected as `lamp`. */
export const lampColumn = (db: Knex, now: number): Knex.Raw => db.raw(`${LAMP} as lamp`, { now })
