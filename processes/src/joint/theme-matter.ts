import type { FormSchema } from '@lianban/forms'
import type { MatterManifest, ThemeManifest } from '../manifest.ts'
import { MatterRecord } from '../matters/record.ts'
import type { JointManifest, JointPart } from './theme-manifest.ts'
import { unionForm, type FormClash } from './union-form.ts'
import { unionMaterials, type UnitedMaterials } from './union-materials.ts'

/** What a theme is made of: the matters and forms of its package. */
export interface ThemeSource {
  matters: readonly MatterManifest[]
  forms: Readonly<Record<string, FormSchema>>
}

export interface ThemeMatter {
  /** The theme as a matter: cases, desks, clocks and cards treat it as one. */
  matter: MatterManifest
  /** Key of its form, which stands in no file. */
  formKey: string
  form: FormSchema
  clashes: { fields: FormClash[]; materials: UnitedMaterials['clashes'] }
}

/** The matters of a theme that its package does not have. */
export const missingMatters = (theme: ThemeManifest, { matters }: ThemeSource): string[] =>
  theme.matters.map(({ matter }) => matter).filter((key) => !matters.some((matter) => matter.key === key))

/**
 * A theme as a matter with one form and one set of materials, and in `joint` what it is made of.
 * @throws Error if a matter or form is missing: the check of the package finds that before
 */
export function themeMatter(theme: ThemeManifest, source: ThemeSource): ThemeMatter {
  const parts = theme.matters.map((part) => {
    const matter = source.matters.find(({ key }) => key === part.matter)
    const schema = matter && source.forms[matter.applicationForm]
    if (!matter || !schema) throw new Error(`theme ${theme.key} has no matter ${part.matter} with a form`)
    return { part, matter, schema }
  })
  const questions = theme.questions === undefined ? null : source.forms[theme.questions]
  if (questions === undefined) throw new Error(`theme ${theme.key} has no form ${theme.questions}`)
  const united = unionForm(
    parts.map(({ part, matter, schema }) => ({
      file: `forms/${matter.applicationForm}.json`,
      when: part.when,
      schema,
      fields: part.fields,
      taken: part.dependsOn.flatMap(({ take }) => Object.keys(take)),
    })),
    questions && { file: `forms/${theme.questions}.json`, schema: questions },
  )
  const papers = unionMaterials(
    parts.map(({ part, matter }) => ({
      matter: matter.key,
      name: matter.name,
      when: part.when,
      materials: matter.materials,
      fields: part.fields,
    })),
  )
  const joint: JointManifest = {
    parts: parts.map(({ part, matter }) => partOf(part, matter, papers)),
    guide: theme.guide,
    headOrgan: theme.limits.extension.organ,
    decided: theme.messages.decided,
  }
  const formKey = `${theme.key}-application`
  return {
    matter: asMatter(theme, { joint, formKey, papers, record: recordOf(theme, parts) }),
    formKey,
    form: united.schema,
    clashes: { fields: united.clashes, materials: papers.clashes },
  }
}

function partOf(part: ThemeManifest['matters'][number], matter: MatterManifest, papers: UnitedMaterials): JointPart {
  return {
    matter: matter.key,
    name: matter.name,
    organ: matter.organ,
    when: part.when,
    whenText: part.whenText ?? null,
    dependsOn: part.dependsOn,
    fields: part.fields,
    materials: papers.keys[matter.key]!,
    results: matter.results.map(({ name }) => name),
  }
}

/** What its guidance page says beside law, form and steps. */
function recordOf(theme: ThemeManifest, parts: readonly { matter: MatterManifest }[]) {
  const results = parts.flatMap(({ matter }) => matter.results.map((result) => ({ ...result, sample: null })))
  const { visits, online, scope, contact, validity, events, synonyms } = theme
  return MatterRecord.parse({ visits, online, scope, contact, validity, events, synonyms, results })
}

interface Made {
  joint: JointManifest
  formKey: string
  papers: UnitedMaterials
  record: ReturnType<typeof recordOf>
}

function asMatter(theme: ThemeManifest, { joint, formKey, papers, record }: Made): MatterManifest {
  const { distribution, promised, statutory, delivery, extension } = theme.limits
  const { organ: _, ...longer } = extension
  return {
    ...record,
    key: theme.key,
    name: theme.name,
    kind: KIND,
    matterNo: theme.matterNo,
    theme: theme.theme,
    organ: theme.organ,
    process: theme.process,
    applicationForm: formKey,
    applicantName: theme.applicantName,
    // A supplement 补正 is a single matter's: each has its own limit.
    limits: { intake: distribution, supplement: distribution, promised, statutory, delivery, extension: longer },
    conditions: theme.conditions,
    basis: theme.basis,
    fees: theme.fees,
    remedies: theme.remedies,
    licence: { name: theme.name, validYears: 1, numbering: 'document', document: NO_TEMPLATE },
    documentNumbers: theme.documentNumbers,
    materials: papers.materials,
    steps: theme.steps,
    separation: theme.separation,
    tasks: theme.tasks,
    outcomes: theme.outcomes,
    timers: theme.timers,
    messages: { supplement: NO_MESSAGE, extension: theme.messages.extension },
    applicantAccess: { '*': 'write' },
    supplementAccess: { '*': 'read' },
    joint,
  }
}

const KIND = '一件事'
/** A theme gives no licence of its own, and asks for no supplement: no template and no message has these names. */
const NO_TEMPLATE = 'none'
const NO_MESSAGE = 'none'
