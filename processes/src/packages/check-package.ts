import { parseDecisions, parseDefinitions, type ExecutableProcess } from '@lianban/engine'
import type { MatterManifest, ProcessManifest } from '../manifest.ts'
import { checkCoverage } from './check-coverage.ts'
import { checkConditions } from './check-conditions.ts'
import { checkDecisions } from './check-decisions.ts'
import { checkDocuments } from './check-documents.ts'
import { checkApproval } from './check-approval.ts'
import { checkForms } from './check-forms.ts'
import { checkLedger } from './check-ledger.ts'
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
  report: Report
}

/** @param elementId the element of a model that it is about; @default the one that the place or the message names */
export type Report = (place: string, code: string, message: string, elementId?: string | null) => void

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
  checkLedger,
  checkSeparation,
  checkNumbering,
  checkTemplates,
  checkDecisions,
  checkConditions,
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

/** How a package is proved that comes from no folder is advice only: it is tried out before it is published. */
const ADVICE = new Set(['CASES_MISSING', 'FLOW_NOT_COVERED'])

/** The same of a package that is read already. */
export function checkLoaded(processPackage: ProcessPackage): PackageProblem[] {
  const problems: PackageProblem[] = []
  const isAdvice = (code: string) => processPackage.scenarios === null && ADVICE.has(code)
  const report: Report = (place, code, message, elementId) =>
    void problems.push({ place, code, message, level: isAdvice(code) ? 'warning' : 'error', ...(elementId && { elementId }) })
  checkDmn(processPackage, report)
  checkDocuments(processPackage, report)
  for (const matter of processPackage.manifest.matters) {
    const process = modelOf(processPackage, matter, report)
    const checked = process && { processPackage, matter, file: matter.process.file, process, report: naming(process, report) }
    if (checked) for (const rule of RULES) rule(checked)
  }
  for (const theme of activeThemes(processPackage)) {
    const made = checkTheme(processPackage, theme, report)
    const process = made && modelOf(processPackage, theme, report)
    const checked = process && { ...made, file: theme.process.file, process, report: naming(process, report) }
    if (checked) for (const rule of THEME_RULES) rule(checked)
  }
  for (const entry of processPackage.manifest.processes) {
    const process = modelOf(processPackage, entry, report)
    if (!process) continue
    const checked = { processPackage, entry, file: entry.process.file, process, report: naming(process, report) }
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
      report(`${file}${line === null ? '' : `:${line}`}`, code, elementId ? `${elementId}: ${message}` : message, elementId)
    return null
  }
  const process = parsed.processes.find((candidate) => candidate.key === key)
  if (!process) report(file, 'PROCESS_MISSING', `there is no process ${key}`)
  return process ?? null
}

/** Names the element that a problem is about: the last that its place names, else the first of its words. */
function naming({ nodes, flows }: ExecutableProcess, report: Report): Report {
  const known = (word: string): boolean => Object.hasOwn(nodes, word) || Object.hasOwn(flows, word)
  const words = (text: string): string[] => text.match(/[A-Za-z_][\w.-]*/g) ?? []
  return (place, code, message, elementId) =>
    report(place, code, message, elementId ?? words(place).reverse().find(known) ?? words(message).find(known))
}

/** Every decision table can be read. */
function checkDmn({ decisions }: ProcessPackage, report: Report): void {
  for (const [file, xml] of Object.entries(decisions)) {
    const parsed = parseDecisions(xml)
    if (parsed.ok) continue
    for (const { code, message, elementId, line } of parsed.problems)
      report(`${file}${line === null ? '' : `:${line}`}`, code, elementId ? `${elementId}: ${message}` : message, elementId)
  }
}
