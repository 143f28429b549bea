/**
 * The files of a process package: path in the package's folder → content. Text as it is; below `samples/` base64.
 * manifest.json, matters/*.json, themes/*.json, *.bpmn, *.dmn, forms/*.json, documents/*.html, documents/partials/*.html,
 * documents/variables.json, rules.json, samples/*, cases/*.json (cases saved from the try-out).
 */
export type PackageFiles = Record<string, string>

const NAME = String.raw`[\w\u4e00-\u9fff][\w.\u4e00-\u9fff-]*`
/** Every path that a package may have. */
const PATHS = [
  /^manifest\.json$/,
  /^rules\.json$/,
  new RegExp(`^${NAME}\\.(bpmn|dmn)$`),
  new RegExp(`^(matters|themes|forms|cases)/${NAME}\\.json$`),
  new RegExp(`^documents/(partials/)?${NAME}\\.html$`),
  /^documents\/variables\.json$/,
  new RegExp(`^samples/${NAME}\\.(pdf|png|jpg)$`),
]
/** The folders of a package; its own is ''. */
export const PACKAGE_FOLDERS = ['', 'matters', 'themes', 'forms', 'cases', 'documents', 'documents/partials', 'samples']
const SAMPLES = 'samples/'

/** Files of one package, and characters of one file and of all. */
export const PACKAGE_LIMITS = { files: 500, fileCharacters: 2_000_000, characters: 20_000_000 }

/** Whether a file at this path belongs to a package: nothing outside its folders, nothing of another kind. */
export const isPackagePath = (path: string): boolean => path.length <= 150 && !path.includes('..') && PATHS.some((one) => one.test(path))

export const isSample = (path: string): boolean => path.startsWith(SAMPLES)

/** The names in one of the folders that end so, in order: `filesIn(files, 'forms', '.json')` → `['application.json']`. */
export const filesIn = (files: PackageFiles, folder: string, extension: string): string[] => {
  const prefix = folder === '' ? '' : `${folder}/`
  return Object.keys(files)
    .filter((path) => path.startsWith(prefix) && path.endsWith(extension) && !path.slice(prefix.length).includes('/'))
    .map((path) => path.slice(prefix.length))
    .sort()
}
