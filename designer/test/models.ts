import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Every model of the house that BPMN can read: the county's packages, the studio's templates and the engine's fixtures, path → XML. */
export function allModels(): { path: string; xml: string }[] {
  const found = [
    'processes/packages',
    'processes/src/studio/templates',
    'engine/src',
    'engine/test/fixtures',
    'engine/bench/models',
  ].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
  return found
    .filter((path) => path.endsWith('.bpmn') && !path.includes('/invalid/') && !path.includes('/dist/'))
    .toSorted()
    .map((path) => ({ path, xml: readFileSync(join(ROOT, path), 'utf8') }))
}

/** Models written as other modelers export them: Camunda Modeler for version 8, Flowable, Signavio and Bizagi. */
export const foreignModels = (): { path: string; xml: string }[] =>
  readdirSync(join(ROOT, 'designer/test/foreign')).map((path) => ({
    path,
    xml: readFileSync(join(ROOT, 'designer/test/foreign', path), 'utf8'),
  }))

export const packageFile = (path: string): string => readFileSync(join(ROOT, 'processes/packages', path), 'utf8')
