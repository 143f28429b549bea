import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../database.ts'
import { newId } from '../ids.ts'
import { migrate } from '../migrate.ts'

export interface DatabaseImage {
  /** Private to the caller, who destroys it. */
  database: Database
  /** What `build` left beside the database; it is everybody's: copy what will be changed. */
  folder: string
}

/** A migrated SQLite database, private to the caller. Destroy it in `afterAll`. */
export const testDatabase = async (): Promise<Database> => (await databaseImage('migrated', () => Promise.resolve())).database

/**
 * A copy of the migrated SQLite database as `build` leaves it. Each name is built once in a run of the tests, for all its
 * processes; a copy takes milliseconds.
 * @param name says all that the content depends on
 */
export async function databaseImage(name: string, build: (database: Database, folder: string) => Promise<void>): Promise<DatabaseImage> {
  const images = join(inject('runFolder'), 'images')
  const image = join(images, encodeURIComponent(name))
  if (!existsSync(image)) await makeImage(images, image, build)
  return { database: await openCopy(image), folder: join(image, 'files') }
}

async function makeImage(images: string, image: string, build: (database: Database, folder: string) => Promise<void>): Promise<void> {
  await mkdir(images, { recursive: true })
  const making = await mkdtemp(join(images, '.making-'))
  const folder = join(making, 'files')
  await mkdir(folder)
  const database = openDatabase('sqlite::memory:')
  try {
    await migrate(database)
    await build(database, folder)
    await database.raw('VACUUM INTO ?', [join(making, 'database')])
  } finally {
    await database.destroy()
  }
  // Two processes may have made the same one: whoever was first is taken.
  await rename(making, image).catch((error: unknown) => {
    if (!existsSync(image)) throw error
    return rm(making, { recursive: true })
  })
}

/** The file is removed while it is open, so that nothing is left behind; a database that ends with its process need not be synced. */
async function openCopy(image: string): Promise<Database> {
  const file = join(image, newId())
  await copyFile(join(image, 'database'), file)
  const database = openDatabase(`sqlite:${file}`)
  await database.raw('PRAGMA journal_mode = MEMORY')
  await database.raw('PRAGMA synchronous = OFF')
  await rm(file)
  return database
}
