import { parseDefinitions, type ExecutableProcess } from '@lianban/engine'
import type { MatterManifest, ProcessManifest } from '../manifest.ts'
import { checkCoverage } from './check-coverage.ts'
import { checkDocuments } from './check-documents.ts'
import { checkApproval } from './check-approval.ts'
import { checkForms } from './check-forms.ts'
import { checkLicenceAct } from './check-licence-act.ts'
import { checkLimits } from './check-limits.ts'
import { checkNumbering } from './check-numbering.ts'
import { checkProcess } from './check-process.ts'
import { checkRecord } from './check-record.ts'
import { checkSeparation } from './check-separation.ts'
import { checkTasks } from './check-tasks.ts'
import { checkTemplates } from './check-templates.ts'
import { checkTheme } from './check-theme.ts'
import { activeThemes } from './themes.ts'
import { loadPackage, PackageError, type PackageProblem, type ProcessPackage } from './load-package.ts'

/** A model of the package, whatever it is for. */
export interface CheckedModel {
  processPackage: ProcessPackage
  /** File name of the model. */
  file: string
  process: ExecutableProcess
  report: (place: string, code: string, message: string) => void
}

/** One matter with the model it runs on. */
export interface CheckedMatter extends CheckedModel {
  matter: MatterManifest
}

/** A process that is no matter, with its model. */
export interface CheckedProcess extends CheckedModel {
  entry: ProcessManifest
}

/** The rules that a matter must satisfy, each in its own file. */
const RULES: ((checked: CheckedMatter) => void)[] = [
  checkRecord,
  checkForms,
  checkTasks,
  checkApproval,
  checkLimits,
  checkLicenceAct,
  checkSeparation,
  checkNumbering,
  checkTemplates,
  checkCoverage,
]

/** The same for a theme; codes and papers are those of its matters. */
const THEME_RULES = RULES.filter((rule) => rule !== checkRecord)

/**
 * Checks a process package: everything it refers to is there, the model is understood, actions lead somewhere, limits add
 * up, separation of duties is named, and every flow is walked by a scenario. Nothing is deployed.
 * @returns problems; none means it may be deployed
 */
export async function checkPackage(folder: string): Promise<PackageProblem[]> {
  try {
    return checkLoaded(await loadPackage(folder))
  } catch (error) {
    if (error instanceof PackageError) return error.problems
    throw error
  }
}

export function checkLoaded(processPackage: ProcessPackage): PackageProblem[] {
  const problems: PackageProblem[] = []
  const report = (place: string, code: string, message: string) => void problems.push({ place, code, message })
  checkDocuments(processPackage, report)
  for (const matter of processPackage.manifest.matters) {
    const process = modelOf(processPackage, matter, report)
    if (process) for (const rule of RULES) rule({ processPackage, matter, file: matter.process.file, process, report })
  }
  for (const theme of activeThemes(processPackage)) {
    const made = checkTheme(processPackage, theme, report)
    const process = made && modelOf(processPackage, theme, report)
    if (process) for (const rule of THEME_RULES) rule({ ...made, file: theme.process.file, process, report })
  }
  for (const entry of processPackage.manifest.processes) {
    const process = modelOf(processPackage, entry, report)
    if (!process) continue
    const checked = { processPackage, entry, file: entry.process.file, process, report }
    checkProcess(checked)
    checkCoverage(checked)
  }
  return problems
}

function modelOf(
  { models }: ProcessPackage,
  { process: { file, key } }: Pick<MatterManifest, 'process'>,
  report: CheckedModel['report'],
): ExecutableProcess | null {
  const xml = models[file]
  if (xml === undefined) {
    report('manifest.json', 'MODEL_MISSING', `there is no model ${file}`)
    return null
  }
  const parsed = parseDefinitions(xml)
  if (!parsed.ok) {
    for (const { code, message, elementId, line } of parsed.problems)
      report(`${file}${line === null ? '' : `:${line}`}`, code, elementId ? `${elementId}: ${message}` : message)
    return null
  }
  const process = parsed.processes.find((candidate) => candidate.key === key)
  if (!process) report(file, 'PROCESS_MISSING', `there is no process ${key}`)
  return process ?? null
}
