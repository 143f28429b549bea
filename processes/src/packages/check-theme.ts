import { compileExpression } from '@lianban/engine'
import type { ThemeManifest } from '../manifest.ts'
import { namesIn } from '../joint/feel-names.ts'
import { missingMatters, themeMatter, topFields, type ThemeMatter } from '../joint/index.ts'
import type { ProcessPackage } from './load-package.ts'
import { publishable, type Publishable } from './themes.ts'

type Report = (place: string, code: string, message: string) => void

/**
 * A theme 一件事 holds together: its matters are there and wait for each other in no circle, its form asks nothing twice and means
 * one thing by one name, what it asks and takes over has a field.
 * @returns the theme as a matter for the other rules; null: it is not even that
 */
export function checkTheme(processPackage: ProcessPackage, theme: ThemeManifest, report: Report): Publishable | null {
  const place = `manifest.json /themes/${theme.key}`
  const { manifest, forms } = processPackage
  if (manifest.matters.some(({ key }) => key === theme.key)) report(place, 'THEME_KEY_TAKEN', `there is a matter ${theme.key} too`)
  if (!checkParts(processPackage, theme, (code, message, at = '') => report(`${place}${at}`, code, message))) return null
  const made = themeMatter(theme, { matters: manifest.matters, forms })
  for (const { field, message } of made.clashes.fields) report(`${place} field ${field}`, 'THEME_FIELD_CLASH', message)
  for (const { material, message } of made.clashes.materials) report(`${place} material ${material}`, 'THEME_MATERIAL_CLASH', message)
  if (made.clashes.fields.length > 0) return null
  checkConditions(theme, made, (code, message, at) => report(`${place}${at}`, code, message))
  return publishable(processPackage, made)
}

type PartReport = (code: string, message: string, at?: string) => void

/** The matters, their fields and what they wait for. @returns whether the theme can be made of them */
function checkParts({ manifest, forms }: ProcessPackage, theme: ThemeManifest, report: PartReport): boolean {
  const missing = missingMatters(theme, { matters: manifest.matters, forms })
  for (const key of missing) report('THEME_MATTER_MISSING', `the package has no matter ${key}`, `/matters/${key}`)
  const keys = theme.matters.map(({ matter }) => matter)
  for (const key of new Set(keys.filter((one, at) => keys.indexOf(one) !== at)))
    report('THEME_MATTER_TWICE', `matter ${key} is there twice`, `/matters/${key}`)
  if (theme.questions !== undefined && !forms[theme.questions]) report('FORM_MISSING', `there is no form forms/${theme.questions}.json`)
  for (const { matter, dependsOn } of theme.matters)
    for (const { matter: other } of dependsOn)
      if (!keys.includes(other))
        report('THEME_DEPENDENCY_MISSING', `it depends on ${other}, which is not of the theme`, `/matters/${matter}`)
  const circle = circleOf(theme)
  if (circle) report('THEME_CIRCLE', `these wait for each other: ${circle.join(' → ')}`)
  const ready = missing.length === 0 && (theme.questions === undefined || forms[theme.questions] !== undefined)
  if (!ready) return false
  return theme.matters.map((part) => checkFields({ manifest, forms }, part, report)).every(Boolean)
}

/** Fields that a matter of the theme names are fields of its form. */
function checkFields(
  { manifest, forms }: Pick<ProcessPackage, 'manifest' | 'forms'>,
  { matter: key, fields, dependsOn, when, whenText }: ThemeManifest['matters'][number],
  report: PartReport,
): boolean {
  const at = `/matters/${key}`
  const { applicationForm } = manifest.matters.find((matter) => matter.key === key)!
  const schema = forms[applicationForm]
  if (!schema) {
    report('FORM_MISSING', `there is no form forms/${applicationForm}.json`, at)
    return false
  }
  const own = topFields(schema)
  for (const name of [...Object.keys(fields), ...dependsOn.flatMap(({ take }) => Object.keys(take))])
    if (!own.includes(name)) report('FIELD_MISSING', `form ${applicationForm} has no field ${name}`, at)
  const names = own.map((name) => fields[name] ?? name)
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
    report('THEME_FIELD_TWICE', `two fields of form ${applicationForm} would be ${name}`, at)
  if (when !== 'true' && whenText === undefined)
    report('THEME_WHEN_UNSAID', 'whenText is missing: the applicant is told when it is needed', at)
  return true
}

/** Matters that wait for each other, in order; null: none do. */
export function circleOf({ matters }: Pick<ThemeManifest, 'matters'>): string[] | null {
  const before = new Map(matters.map(({ matter, dependsOn }) => [matter, dependsOn.map((one) => one.matter)]))
  const free = new Set<string>()
  const visit = (key: string, trail: string[]): string[] | null => {
    if (free.has(key)) return null
    if (trail.includes(key)) return [...trail.slice(trail.indexOf(key)), key]
    for (const next of before.get(key) ?? []) {
      const circle = visit(next, [...trail, key])
      if (circle) return circle
    }
    free.add(key)
    return null
  }
  for (const key of before.keys()) {
    const circle = visit(key, [])
    if (circle) return circle
  }
  return null
}

/** Conditions and the applicant's name speak of fields that the one form has. */
function checkConditions(theme: ThemeManifest, { form }: ThemeMatter, report: (code: string, message: string, at: string) => void): void {
  const fields = topFields(form)
  for (const { matter, when } of theme.matters) {
    const at = `/matters/${matter}/when`
    try {
      compileExpression(when, 'feel')
    } catch (error) {
      report('EXPRESSION_INVALID', (error as Error).message, at)
      continue
    }
    const named = [...namesIn(when)]
    if (when !== 'true' && !named.some((name) => fields.includes(name)))
      report('FIELD_MISSING', `the theme's form has none of ${named.join(', ')}`, at)
  }
  if (!fields.includes(theme.applicantName))
    report('FIELD_MISSING', `the theme's form has no field ${theme.applicantName}`, '/applicantName')
}
