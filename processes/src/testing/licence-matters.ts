import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MatterSchema } from '../manifest.ts'
import type { ProcessPackage } from '../packages/load-package.ts'

/* STOPGAP until loadPackage reads matters/*.json with extends itself. */
type Entry = Record<string, unknown>

export function addLicenceMatters(processPackage: ProcessPackage): void {
  const { manifest, folder } = processPackage
  if (manifest.matters.some(({ licenceAct }) => licenceAct)) return
  const files = readdirSync(join(folder, 'matters')).filter((file) => file.endsWith('.json'))
  const entries = files.map((file) => JSON.parse(readFileSync(join(folder, 'matters', file), 'utf8')) as Entry)
  const known = new Map<unknown, Entry>([
    ...manifest.matters.map((matter): [unknown, Entry] => [matter.key, matter]),
    ...entries.map((entry): [unknown, Entry] => [entry.key, entry]),
  ])
  const resolve = (entry: Entry): Entry => {
    const { extends: base, ...own } = entry
    if (base === undefined) return own
    const { abstract: _, ...inherited } = resolve(known.get(base)!)
    return merge(inherited, own) as Entry
  }
  manifest.roles['legal-reviewer'] ??= '法制审核人员'
  for (const entry of entries) if (!entry.abstract) manifest.matters.push(MatterSchema.parse(resolve(entry)))
}

function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged: Entry = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch))
    if (value === null) delete merged[name]
    else merged[name] = merge(merged[name], value)
  return merged
}
