import type { PlainProcess } from '@lianban/designer/process-draft'
import type { PackageFiles } from '../../api/studio.ts'
import { mattersIn, modelFiles } from './package-files.ts'

/* Processes of a package that are no matters: `processes` of its manifest, and models that nothing names yet. */

const MANIFEST = 'manifest.json'

interface Manifest {
  processes?: PlainProcess[]
  themes?: { process?: { file?: string } }[]
  roles?: Record<string, string>
}

function manifestOf(files: PackageFiles): Manifest | null {
  try {
    return JSON.parse(files[MANIFEST] ?? '{}') as Manifest
  } catch {
    return null
  }
}

/** Every process that is no matter, as the manifest has it; of a model that nothing names an entry without steps. */
export function plainProcessesIn(files: PackageFiles): PlainProcess[] {
  const { processes = [], themes = [] } = manifestOf(files) ?? {}
  const matters = mattersIn(files).map(({ matter }) => (matter.process as { file?: string } | undefined)?.file)
  const used = new Set([...matters, ...themes.map(({ process }) => process?.file), ...processes.map(({ process }) => process.file)])
  const unnamed = modelFiles(files).filter((file) => !used.has(file))
  return [...processes, ...unnamed.flatMap((file) => entryOf(file, files[file]!))]
}

/** Whose model is no XML, or has no process, has no entry: the problems name it. */
function entryOf(file: string, xml: string): PlainProcess[] {
  const found = [...new DOMParser().parseFromString(xml, 'application/xml').getElementsByTagNameNS('*', 'process')]
  const process = found.find((one) => one.getAttribute('isExecutable') === 'true') ?? found[0]
  const key = process?.getAttribute('id')
  return key ? [{ name: process!.getAttribute('name') || file, process: { file, key }, tasks: {} }] : []
}

/** The manifest with this entry in the place of that of the same process, or besides the others. */
export function withPlainProcess(files: PackageFiles, entry: PlainProcess): PackageFiles {
  const manifest = manifestOf(files)
  if (!manifest) return {}
  const processes = manifest.processes ?? []
  const isSame = ({ process }: PlainProcess) => process.file === entry.process.file && process.key === entry.process.key
  const next = processes.some(isSame) ? processes.map((one) => (isSame(one) ? entry : one)) : [...processes, entry]
  return { [MANIFEST]: written({ ...manifest, processes: next }) }
}

/** The manifest with the posts that a step now has among the package's roles, called as the county calls them. */
export function withRoles(files: PackageFiles, used: readonly string[], posts: readonly { key: string; name: string }[]): PackageFiles {
  const manifest = manifestOf(files)
  const missing = posts.filter(({ key }) => used.includes(key) && !Object.hasOwn(manifest?.roles ?? {}, key))
  if (!manifest || missing.length === 0) return {}
  const roles = { ...manifest.roles, ...Object.fromEntries(missing.map(({ key, name }) => [key, name])) }
  return { [MANIFEST]: written({ ...manifest, roles }) }
}

const written = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
