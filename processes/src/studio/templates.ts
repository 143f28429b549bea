import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newId } from '@lianban/storage'
import { readFolder } from '../packages/load-package.ts'
import { readPackage } from '../packages/read-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { renamed } from './rename.ts'
import { studioNotFound } from './studio-error.ts'

/** Beside `src` and `dist` of this package alike. */
const FOLDER = fileURLToPath(new URL('../../src/studio/templates', import.meta.url))

/** A package to begin a draft from. */
export interface StudioTemplate {
  key: string
  name: string
  description: string
}

/** Every template, in the order of its folders' names. */
export async function listTemplates(): Promise<StudioTemplate[]> {
  const keys = (await readdir(FOLDER, { withFileTypes: true })).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  return Promise.all(
    keys.map(async (key) => {
      const { manifest } = readPackage(await readFolder(join(FOLDER, key)), key)
      return { key, name: manifest.name, description: manifest.$comment ?? '' }
    }),
  )
}

/** The files of a template as they are. @throws StudioError STUDIO_NOT_FOUND */
export async function templateFiles(key: string): Promise<PackageFiles> {
  if (!(await listTemplates()).some((template) => template.key === key)) throw studioNotFound('模板')
  return readFolder(join(FOLDER, key))
}

/**
 * A new package made of a template: package, matters and processes have keys that no other package has.
 * @param name of the package
 * @param organ that decides; @default the one that the template names
 */
export async function fromTemplate(key: string, { name, organ }: { name: string; organ?: string }): Promise<PackageFiles> {
  const files = await templateFiles(key)
  const { manifest } = readPackage(files, key)
  const own = `m${newId()
    .replace(/[^0-9a-z]/gi, '')
    .slice(-10)
    .toLowerCase()}`
  const names = (keys: string[]) => Object.fromEntries(keys.map((one, at) => [one, at === 0 ? own : `${own}-${at + 1}`]))
  const made = renamed(files, {
    packageKey: own,
    matters: names(manifest.matters.map((matter) => matter.key)),
    processes: names([...new Set(manifest.matters.map(({ process }) => process.key))]),
    organs: organ === undefined ? {} : Object.fromEntries(manifest.matters.map((matter) => [matter.organ, organ])),
  })
  const { $comment: _, ...rest } = JSON.parse(made['manifest.json']!) as Record<string, unknown>
  return { ...made, 'manifest.json': `${JSON.stringify({ ...rest, name }, null, 2)}\n` }
}
