import type { Migration } from '../migrate.ts'

/** Every migration by name, in the order of the names. */
export const migrations: Record<string, Migration> = {}
