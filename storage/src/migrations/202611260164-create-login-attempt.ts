import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** A login under way: what is proved so far. It opens no door; a session is made when every step is done. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'login_attempt', (table) => {
      key(table, 'token_hash').notNullable().primary().comment('SHA-256 of the token in the browser')
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').comment('null: an identity that is not linked yet')
      key(table, 'method', 16).notNullable().comment('password, oidc')
      instant(table, 'second_factor_at').comment('when the second factor was proved')
      key(table, 'password_version').comment('what the proof was about: changed meanwhile, it is worth nothing')
      key(table, 'issuer', 191).comment('an OpenID Connect identity to be linked when the login is done')
      key(table, 'subject', 191)
      table.string('subject_name', 64)
      instant(table, 'expires_at').notNullable()
      table.index(['tenant_id', 'user_id'], 'login_attempt_user')
      table.index(['expires_at'], 'login_attempt_expiry')
    }),
}
