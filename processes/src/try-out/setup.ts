import { parseDefinitions, type DecisionModel, type ExecutableProcess } from '@lianban/engine'
import { nationalCalendar, type Calendar } from '../clock/index.ts'
import { themeMatter } from '../joint/theme-matter.ts'
import type { MatterManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { TryOutError } from './error.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import type { ProcessPackage } from '../packages/read-package.ts'
import { packageOf, withDecisions, type TryOutPackage } from './package-of.ts'
import { givenPeople, samplePeople, type People, type Person } from './people.ts'

export interface TryOutOptions {
  files: PackageFiles
  /** Key of the matter or theme that is tried out. */
  matter: string
  /** The county's working calendar. @default the national one */
  calendar?: Calendar
  /** Who holds which posts. @default three people who are nobody, for every post of every organ */
  people?: readonly Person[]
  /** Names of organs by id. @default their ids */
  organs?: Readonly<Record<string, string>>
  /** GB/T 2260 code of the county. @default that of the sample county */
  region?: string
  /** Whether the matters of a joint case 一件事 are tried out with it, each as a case of its own. @default they are */
  withParts?: boolean
  /** Epoch milliseconds: when the virtual clock begins. */
  now: number
}

/** Everything of a try-out that does not change while it runs. */
export interface Setup {
  matter: Matter
  /** Every process of the package by its key: those that are called run too. */
  processes: Record<string, ExecutableProcess>
  templates: Record<string, string>
  decisions: DecisionModel[]
  calendar: Calendar
  people: People
  organName: (id: string) => string
  region: string
  startAt: number
  /** Of a joint case: its matters, by key. null: it is none, or they are not tried out with it. */
  parts: Record<string, Setup> | null
}

const SAMPLE_REGION = '320899'

/** The files of a package, read and parsed once for many try-outs. */
export interface PackageRead {
  processPackage: TryOutPackage
  processes: Setup['processes']
}

/** @throws TryOutError PACKAGE_INVALID, MODEL_INVALID */
export const readForTryOut = (files: PackageFiles): PackageRead => processesIn(packageOf(files))

/** The same of a package that is read already. @throws TryOutError PACKAGE_INVALID, MODEL_INVALID */
export const loadedForTryOut = (processPackage: ProcessPackage): PackageRead => processesIn(withDecisions(processPackage))

const processesIn = (processPackage: TryOutPackage): PackageRead => ({ processPackage, processes: processesOf(processPackage) })

/** @throws TryOutError PACKAGE_INVALID, MATTER_MISSING, MODEL_INVALID */
export function setUp(options: TryOutOptions, read: PackageRead = readForTryOut(options.files)): Setup {
  const { processPackage, processes } = read
  const { organs = {}, people, calendar = nationalCalendar, region = SAMPLE_REGION, withParts = true, now } = options
  const organName = (id: string): string => organs[id] ?? id
  const matter = matterOf(processPackage, options.matter, processes)
  const shared = {
    processes,
    templates: processPackage.templates,
    decisions: processPackage.decisions,
    calendar,
    people: people ? givenPeople(people) : samplePeople({ organ: organName, homeOrgan: matter.matter.organ }),
    organName,
    region,
    startAt: now,
  }
  const { joint } = matter.matter
  const setUpOf = (key: string): Setup => ({ ...shared, matter: matterOf(processPackage, key, processes), parts: null })
  const parts = joint && withParts ? Object.fromEntries(joint.parts.map((part) => [part.matter, setUpOf(part.matter)])) : null
  return { ...shared, matter, parts }
}

function matterOf({ manifest, forms }: TryOutPackage, key: string, processes: Setup['processes']): Matter {
  const own = manifest.matters.find((matter) => matter.key === key)
  const theme = manifest.themes.find((one) => one.key === key)
  if (!own && !theme) throw new TryOutError('MATTER_MISSING', `流程包里没有事项“${key}”`)
  if (own) return versionOf(manifest, own, forms, processes)
  const made = themeMatter(theme!, { matters: manifest.matters, forms })
  return versionOf(manifest, made.matter, { ...forms, [made.formKey]: made.form }, processes)
}

function versionOf(
  { key, name, lead, numbering }: TryOutPackage['manifest'],
  matter: MatterManifest,
  forms: Matter['forms'],
  processes: Setup['processes'],
): Matter {
  const process = processes[matter.process.key]
  if (!process) throw new TryOutError('MODEL_INVALID', `流程模型“${matter.process.file}”里没有流程“${matter.process.key}”`)
  const names = Object.values(process.nodes).flatMap(({ id, name: label }) => (label === null ? [] : [[id, label]]))
  return {
    package: { key, name, lead },
    ...{ matter, forms, numbering },
    elements: Object.fromEntries(names) as Record<string, string>,
    ...{ version: 1, validFrom: null, validUntil: null, definitionId: matter.process.key },
  }
}

/** Every process of the package's models, by its key. @throws TryOutError MODEL_INVALID */
function processesOf({ models }: Pick<TryOutPackage, 'models'>): Setup['processes'] {
  const found: Setup['processes'] = {}
  for (const [file, xml] of Object.entries(models)) {
    const parsed = parseDefinitions(xml)
    if (!parsed.ok) {
      const problems = parsed.problems.map(({ code, message, line }) => ({ path: `${file}:${line}`, code, message }))
      throw new TryOutError('MODEL_INVALID', `流程模型“${file}”不能执行:${problems[0]?.message ?? ''}`, problems)
    }
    for (const process of parsed.processes) found[process.key] = process
  }
  return found
}
