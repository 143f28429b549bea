import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isPackagePath, isSample, PACKAGE_FOLDERS, type PackageFiles } from './package-files.ts'
import { PackageError, readPackage, type ProcessPackage } from './read-package.ts'

export { PackageError, type PackageProblem, type ProcessPackage } from './read-package.ts'

const COVERAGE = 'coverage.json'

/**
 * Reads the process package in a folder, with the scenarios that prove it.
 * @throws PackageError if the manifest is missing or malformed, or a JSON file is not JSON
 */
export async function loadPackage(folder: string): Promise<ProcessPackage> {
  return { ...readPackage(await readFolder(folder), folder), ...(await readScenarios(folder)) }
}

/** The files of a package's folder; what belongs to no package, as its scenarios, is left where it is. */
export async function readFolder(folder: string): Promise<PackageFiles> {
  const files: PackageFiles = {}
  for (const below of PACKAGE_FOLDERS) {
    for (const name of await namesIn(join(folder, below))) {
      const path = below === '' ? name : `${below}/${name}`
      if (isPackagePath(path)) files[path] = await readFile(join(folder, path), isSample(path) ? 'base64' : 'utf8')
    }
  }
  return files
}

async function readScenarios(folder: string): Promise<Pick<ProcessPackage, 'coverage' | 'scenarios'>> {
  const below = join(folder, 'scenarios')
  const names = await namesIn(below)
  const scenarios: Record<string, string> = {}
  for (const name of names) if (name.endsWith('.test.ts')) scenarios[name] = await readFile(join(below, name), 'utf8')
  const text = names.includes(COVERAGE) ? await readFile(join(below, COVERAGE), 'utf8') : 'null'
  try {
    return { coverage: JSON.parse(text) as unknown, scenarios }
  } catch (error) {
    const problem = { place: `scenarios/${COVERAGE}`, code: 'FILE_UNREADABLE', message: (error as Error).message }
    throw new PackageError(folder, [{ ...problem, level: 'error' }])
  }
}

/** Every package below `root`: each folder that has a manifest, by name. @throws PackageError */
export async function loadPackages(root: string): Promise<ProcessPackage[]> {
  const folders = (await readdir(root)).sort().map((name) => join(root, name))
  const packages: ProcessPackage[] = []
  for (const folder of folders) if (await exists(join(folder, 'manifest.json'))) packages.push(await loadPackage(folder))
  return packages
}

/** The files in a folder, in order; none where there is no folder. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await exists(folder))
    ? (await readdir(folder, { withFileTypes: true })).flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort()
    : []

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
