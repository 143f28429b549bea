import { check } from './check.ts'
import { demo } from './demo.ts'
import { eraseEntry } from './erase-entry.ts'
import { exportLog } from './export-log.ts'
import { migrate } from './migrate.ts'
import { start } from './start.ts'
import { tenant } from './tenant.ts'
import { verifyArchive } from './verify-archive.ts'
import { verifyLog } from './verify-log.ts'
import { workers } from './workers.ts'

/** One command of `lianban`: what it is for, and what it does; it answers with the exit code (0 when undefined). */
export interface Command {
  summary: string
  run(args: string[]): Promise<number | void>
}

export const commands: Record<string, Command> = {
  start,
  workers,
  migrate,
  tenant,
  demo,
  check,
  'export-log': exportLog,
  'verify-log': verifyLog,
  'verify-archive': verifyArchive,
  'erase-entry': eraseEntry,
}
