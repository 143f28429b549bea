import { fileURLToPath } from 'node:url'
import { loadPackages, type ProcessPackage } from './load-package.ts'
import { processKeys } from './themes.ts'

/** The county's process packages, beside `src` and `dist` of this package. */
export const PACKAGES_FOLDER = fileURLToPath(new URL('../../packages', import.meta.url))

/** Of whose process a document is; `businessKey` is its case. */
export interface DocumentTask {
  processDefinitionKey: string
  businessKey?: string | null
}

/** Finds the HTML of a document template for the render-document worker. */
export type TemplateFinder = (templateKey: string, task: DocumentTask) => string | null | Promise<string | null>

/** Templates of these packages: a process sees those of its own package only. */
export const templatesIn =
  (packages: ProcessPackage[]): ((templateKey: string, task: { processDefinitionKey: string }) => string | null) =>
  (templateKey, { processDefinitionKey }) => {
    const owner = packages.find((one) => processKeys(one).includes(processDefinitionKey))
    return owner && Object.hasOwn(owner.templates, templateKey) ? owner.templates[templateKey]! : null
  }

let installed: Promise<ProcessPackage[]> | undefined

/** Templates of the packages that are installed with this program, read once. */
export const templateOf: TemplateFinder = async (templateKey, task) => {
  installed ??= loadPackages(PACKAGES_FOLDER)
  return templatesIn(await installed)(templateKey, task)
}
