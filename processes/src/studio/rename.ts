import { StudioError } from './studio-error.ts'
import { isPackagePath, PACKAGE_LIMITS, type PackageFiles } from '../packages/package-files.ts'

/** Old name → new name. */
export type Names = Record<string, string>

export interface Renaming {
  packageKey?: string
  matters?: Names
  /** Keys of processes. */
  processes?: Names
  organs?: Names
  posts?: Names
}

/** Members of a manifest whose value, or each of whose values, is the id of an organ. */
const ORGAN_MEMBERS = new Set(['organ', 'headOrgan', 'supervisingOrgan'])
/** Members whose value is the key of a post. */
const POST_MEMBERS = new Set(['post', 'decides'])

/** Members with names of fields or variables in them, and codes of organs: nothing below is one of ours. */
const FREE_MEMBERS = new Set([
  'applicationAccess',
  'applicantAccess',
  'supplementAccess',
  'formAccess',
  'set',
  'firstReview',
  'roles',
  'sharing',
])

/** Where names stand in the manifest files, by the member that holds them; everything else stays as it is. */
export function renamed(files: PackageFiles, renaming: Renaming): PackageFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => {
      if (path.endsWith('.bpmn')) return [path, renamedModel(content, renaming)]
      if (path === 'manifest.json') return [path, renamedManifest(content, renaming)]
      if (/^(matters|themes)\//.test(path)) return [path, rewritten(content, renaming)]
      return [path, content]
    }),
  )
}

function renamedManifest(text: string, renaming: Renaming): string {
  const manifest = JSON.parse(rewritten(text, renaming)) as { key?: unknown; roles?: Record<string, unknown>; formerProcesses?: string[] }
  if (renaming.packageKey !== undefined) manifest.key = renaming.packageKey
  if (manifest.roles)
    manifest.roles = Object.fromEntries(Object.entries(manifest.roles).map(([post, name]) => [to(renaming.posts, post), name]))
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function rewritten(text: string, renaming: Renaming): string {
  return `${JSON.stringify(rewrite(JSON.parse(text), [], renaming), null, 2)}\n`
}

/** @param at the members on the way to the value */
function rewrite(value: unknown, at: readonly string[], renaming: Renaming): unknown {
  if (typeof value === 'string') return renamedText(value, at, renaming)
  if (Array.isArray(value)) return value.map((one) => rewrite(one, at, renaming))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [memberName(name, at, renaming), rewrite(inner, [...at, name], renaming)]),
  )
}

function renamedText(text: string, at: readonly string[], { matters, processes, organs, posts }: Renaming): string {
  const [last, before] = [at.at(-1) ?? '', at.at(-2) ?? '']
  if (at.some((member) => FREE_MEMBERS.has(member))) return text
  if (ORGAN_MEMBERS.has(last) || before === 'organs') return to(organs, text)
  if (POST_MEMBERS.has(last) || last === 'posts' || before === 'people') return to(posts, text)
  if (last === 'key' && before === 'process') return to(processes, text)
  if (last === 'formerProcesses') return to(processes, text)
  if ((last === 'key' && (at.length === 1 || before === 'matters')) || last === 'extends' || last === 'matter' || last === 'kinds')
    return to(matters, text)
  return text
}

/** Maps of the manifest whose members are posts (`weights`) or organs (`procedure.firstReview.organs`). */
function memberName(name: string, at: readonly string[], { organs, posts }: Renaming): string {
  if (at.at(-1) === 'weights') return to(posts, name)
  if (at.at(-1) === 'organs' && at.at(-2) === 'firstReview') return to(organs, name)
  return name
}

const to = (names: Names | undefined, name: string): string => (names && Object.hasOwn(names, name) ? names[name]! : name)

/** In a model a process stands as a whole attribute; a post as the end of a candidate group, an organ as its beginning. */
function renamedModel(xml: string, { processes = {}, posts = {}, organs = {} }: Renaming): string {
  let text = xml
  for (const [from, name] of Object.entries(processes)) text = text.replaceAll(`"${from}"`, `"${name}"`)
  return text.replace(/(candidateGroups=")([^"]*)(")/g, (_, open: string, groups: string, close: string) => {
    // FEEL puts a group together: `=part.organ + ":project-reviewer"`.
    if (groups.startsWith('='))
      return (
        open +
        groups.replace(/(:)([a-z][a-z0-9-]*)(?=&(?:quot|#34);)/g, (_, colon: string, post: string) => colon + to(posts, post)) +
        close
      )
    const renamedGroups = groups.split(',').map((group) => {
      const at = group.lastIndexOf(':')
      return at < 0 ? group : `${to(organs, group.slice(0, at).trim())}:${to(posts, group.slice(at + 1).trim())}`
    })
    return open + renamedGroups.join(',') + close
  })
}

/** Organs and posts that the manifest files name. */
export function namesIn(files: PackageFiles): { organs: string[]; posts: string[] } {
  const organs = new Set<string>()
  const posts = new Set<string>()
  const spy = (seen: Set<string>): Names => new Proxy({}, { getOwnPropertyDescriptor: (_, name) => (seen.add(String(name)), undefined) })
  renamed(files, { organs: spy(organs), posts: spy(posts) })
  const ofModels = (name: string) => !name.includes('$') && !name.startsWith('=')
  return { organs: [...organs].filter(ofModels).sort(), posts: [...posts].filter(ofModels).sort() }
}

/** The files with some put in the place of others; null takes one away. @throws StudioError PATH_INVALID, FILE_TOO_LARGE, PACKAGE_TOO_LARGE */
export function withChanges(files: PackageFiles, changes: Record<string, string | null>): PackageFiles {
  const changed = { ...files }
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) delete changed[path]
    else changed[path] = content
  }
  checkSize(changed)
  return changed
}

/** @throws StudioError PATH_INVALID, FILE_TOO_LARGE, PACKAGE_TOO_LARGE */
export function checkSize(files: PackageFiles): void {
  const wrong = Object.keys(files).find((path) => !isPackagePath(path))
  if (wrong !== undefined) throw new StudioError('PATH_INVALID', `“${wrong}”不是流程包中允许的文件`, { path: wrong })
  const large = Object.entries(files).find(([, content]) => content.length > PACKAGE_LIMITS.fileCharacters)
  if (large) throw new StudioError('FILE_TOO_LARGE', `文件“${large[0]}”过大`, { path: large[0] })
  const characters = Object.values(files).reduce((sum, content) => sum + content.length, 0)
  if (Object.keys(files).length > PACKAGE_LIMITS.files || characters > PACKAGE_LIMITS.characters)
    throw new StudioError(
      'PACKAGE_TOO_LARGE',
      `流程包过大:最多 ${PACKAGE_LIMITS.files} 个文件,共 ${PACKAGE_LIMITS.characters / 1_000_000} 兆字符`,
    )
}
