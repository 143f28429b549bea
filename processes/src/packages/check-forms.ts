import { checkSchema, fieldsOf } from '@lianban/forms'
import { COUNTY_SCHEMES } from '../numbering/index.ts'
import type { CheckedMatter } from './check-package.ts'
import { formKeys } from './deploy-package.ts'

/** Every form the matter names is there and in the closed subset; fields that the manifest names exist. */
export function checkForms({ processPackage, matter, report }: CheckedMatter): void {
  const good = new Set<string>()
  for (const key of formKeys(matter)) {
    const schema = processPackage.forms[key]
    if (!schema) {
      report('manifest.json', 'FORM_MISSING', `there is no form forms/${key}.json`)
      continue
    }
    const problems = checkSchema(schema)
    for (const { path, code, message } of problems) report(`forms/${key}.json ${path}`, code, message)
    if (problems.length > 0) continue
    good.add(key)
  }
  const pathsOf = (key: string | undefined) =>
    new Set(key !== undefined && good.has(key) ? fieldsOf(processPackage.forms[key]!).map(({ path }) => path) : [])
  const need = (place: string, form: string | undefined, fields: string[]) => {
    const paths = pathsOf(form)
    if (form !== undefined && !good.has(form)) return
    for (const field of fields) if (!paths.has(field)) report(place, 'FIELD_MISSING', `form ${form ?? '(none)'} has no field ${field}`)
  }
  const place = `manifest.json /matters/${matter.key}`
  const application = matter.applicationForm
  need(place, application, [
    matter.applicantName,
    ...(matter.licence?.face ?? []).map(({ field }) => field),
    ...(matter.licence?.until === undefined ? [] : [matter.licence.until]),
    ...(matter.licence ? codeFields(processPackage, matter.licence.numbering) : []),
    ...matter.materials.flatMap(({ proves = [] }) => proves),
    ...accessFields(matter.applicantAccess),
    ...accessFields(matter.supplementAccess),
  ])
  for (const [id, task] of Object.entries(matter.tasks)) {
    need(`${place}/tasks/${id}`, application, accessFields(task.applicationAccess))
    need(`${place}/tasks/${id}`, task.form, [
      ...accessFields(task.formAccess ?? {}),
      ...Object.keys(task.people ?? {}),
      ...Object.keys(task.organs ?? {}),
      ...(task.distinct ?? []).flat(),
      ...(task.variables ?? []),
    ])
  }
}

/** Fields of the application form that a licence's number is made of. */
const codeFields = ({ manifest }: CheckedMatter['processPackage'], numbering: string): string[] =>
  Object.values((manifest.numbering[numbering] ?? COUNTY_SCHEMES[numbering])?.codes ?? {}).map(({ field }) => field)

/** The fields that an access map names: without `*` and `path.*`. */
const accessFields = (access: Record<string, string>): string[] => Object.keys(access).filter((path) => !path.endsWith('*'))
