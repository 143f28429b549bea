import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'

/**
 * Writes a secret, readable by the owner alone (0600), unless the file is there. It appears whole or not at all, and of two
 * processes that start together one wins. @returns what the file holds now
 */
export async function writeOnce(file: string, secret: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, secret, { mode: 0o600, flag: 'wx' })
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return readFile(file, 'utf8')
}
