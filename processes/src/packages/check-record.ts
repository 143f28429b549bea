import { compileExpression } from '@lianban/engine'
import { fieldAt, fieldsOf, formatOf, wrongCreditCode } from '@lianban/forms'
import { MATERIAL_KINDS } from '../matters/material-kinds.ts'
import type { Period } from '../matters/record.ts'
import type { CheckedMatter } from './check-package.ts'
import { sampleNames } from './deploy-package.ts'

/**
 * The implementation list 实施清单 is complete and true in itself: codes have their form and agree with each other, what may
 * follow later follows within the promise, what is promised exists, every effect has what it needs.
 */
export function checkRecord(checked: CheckedMatter): void {
  checkCompleteness(checked)
  checkCodes(checked)
  checkMaterials(checked)
  checkSamples(checked)
  checkCommitment(checked)
  checkEffects(checked)
  checkPublicity(checked)
  checkFirstReview(checked)
}

const placeOf = ({ matter }: CheckedMatter): string => `manifest.json /matters/${matter.key}`

/** What a guidance page cannot do without, though older versions do. */
function checkCompleteness(checked: CheckedMatter): void {
  const { matter, report } = checked
  // Codes are of what the catalogues of administrative powers list: 行政许可, 行政确认 …
  const coded = matter.kind.startsWith('行政') && { codes: matter.codes, creditCode: matter.creditCode }
  const needed = { ...coded, level: matter.level, visits: matter.visits }
  const also = { scope: matter.scope, contact: matter.contact, results: matter.results[0], online: matter.online[0] }
  for (const [name, value] of Object.entries({ ...needed, ...also }))
    if (value === null || value === undefined) report(placeOf(checked), 'RECORD_INCOMPLETE', `${name} is missing`)
  const { from, until } = matter.validity
  if (from !== null && until !== null && until < from)
    report(`${placeOf(checked)}/validity`, 'VALIDITY_INVALID', `it ends ${until}, before it begins ${from}`)
}

/** 实施编码 = credit code, level, 基本编码; 办理项编码 begins with it. Source: GB/T 39554.1-2020. */
function checkCodes(checked: CheckedMatter): void {
  const { matter, report } = checked
  const place = `${placeOf(checked)}/codes`
  const wrong = matter.creditCode === null ? null : wrongCreditCode(matter.creditCode)
  if (wrong) report(`${placeOf(checked)}/creditCode`, 'CREDIT_CODE_INVALID', wrong)
  if (!matter.codes) return
  const { basic, implementation, item } = matter.codes
  if (matter.creditCode !== null && !implementation.startsWith(matter.creditCode))
    report(place, 'CODES_DIFFER', `实施编码 ${implementation} does not begin with the credit code ${matter.creditCode}`)
  if (!implementation.endsWith(basic)) report(place, 'CODES_DIFFER', `实施编码 ${implementation} does not end with the 基本编码 ${basic}`)
  if (item !== null && !item.startsWith(implementation))
    report(place, 'CODES_DIFFER', `办理项编码 ${item} does not begin with the 实施编码`)
}

/** Whoever applies chooses among the organs that review first, and each of them has a code for its papers. */
function checkFirstReview(checked: CheckedMatter): void {
  const { matter, processPackage, report } = checked
  const { firstReview } = matter.procedure
  const schema = processPackage.forms[matter.applicationForm]
  if (firstReview === null || !schema) return
  const place = `${placeOf(checked)}/procedure/firstReview`
  const field = fieldAt(schema, firstReview.field)
  if (!field) return report(place, 'FIELD_MISSING', `form ${matter.applicationForm} has no field ${firstReview.field}`)
  const choices = (field.schema.enum ?? []).map(({ value }) => value)
  const organs = Object.keys(firstReview.organs)
  if (choices.length !== organs.length || !choices.every((choice) => organs.includes(String(choice))))
    report(place, 'ORGANS_DIFFER', `the choices of ${firstReview.field} are not the organs ${organs.join(', ')}`)
}

function checkMaterials(checked: CheckedMatter): void {
  const { matter, processPackage, report } = checked
  const keys = matter.materials.map(({ key }) => key)
  for (const { key, kind, deferral, required, declared } of matter.materials) {
    const place = `${placeOf(checked)}/materials/${key}`
    if (keys.filter((other) => other === key).length > 1) report(place, 'MATERIAL_TWICE', 'two materials have this key')
    if (kind !== null && !MATERIAL_KINDS.has(kind)) report(place, 'KIND_UNKNOWN', `material-kinds.json has no kind ${kind}`)
    if (declared && kind !== null) report(place, 'DECLARED_KIND', 'a declaration is never used again and has no kind')
    if (!deferral) continue
    if (required === 'optional') report(place, 'DEFERRAL_NEEDLESS', 'what need not be handed in cannot follow later')
    if (!processPackage.manifest.roles[deferral.decides])
      report(place, 'ROLE_MISSING', `post ${deferral.decides} is not among the package's roles`)
    const most = workdaysAtMost(deferral.within)
    const { promised } = matter.limits
    // Of a promise in hours or natural days the check of limits says what there is to say.
    if (promised.unit === 'workday' && most > promised.days)
      report(place, 'DEFERRAL_OVER_PROMISE', `it may follow after ${most} workdays, the decision is promised in ${promised.days}`)
  }
  const licenceKind = matter.licence?.kind
  if (licenceKind !== undefined && !MATERIAL_KINDS.has(licenceKind))
    report(`${placeOf(checked)}/licence`, 'KIND_UNKNOWN', `material-kinds.json has no kind ${licenceKind}`)
}

const MAX_SAMPLE_BYTES = 500_000

function checkSamples(checked: CheckedMatter): void {
  const { matter, processPackage, report } = checked
  for (const name of sampleNames(matter)) {
    const content = processPackage.samples[name]
    if (!content) report(placeOf(checked), 'SAMPLE_MISSING', `there is no sample samples/${name}`)
    else if (content.length > MAX_SAMPLE_BYTES)
      report(`samples/${name}`, 'SAMPLE_TOO_LARGE', `${content.length} bytes, at most ${MAX_SAMPLE_BYTES}`)
  }
}

const DAYS_OF_MONTH = 31
/** Rather too many: a natural day counts as a workday. */
const workdaysAtMost = ({ n, unit }: Period): number => (unit === 'month' ? n * DAYS_OF_MONTH : n)

function checkCommitment(checked: CheckedMatter): void {
  const { matter, report } = checked
  if (!matter.commitment) return
  const place = `${placeOf(checked)}/commitment`
  const known = new Set(matter.materials.map(({ key }) => key))
  for (const key of matter.commitment.materials) if (!known.has(key)) report(place, 'MATERIAL_MISSING', `there is no material ${key}`)
  try {
    compileExpression(matter.commitment.when, 'feel')
  } catch (error) {
    report(place, 'EXPRESSION_INVALID', (error as Error).message)
  }
}

/** 容缺 and 告知承诺 as actions have their number, and what the matter says of them. */
function checkEffects(checked: CheckedMatter): void {
  const { matter, report } = checked
  const used = new Set(Object.values(matter.tasks).flatMap(({ actions }) => actions.flatMap(({ effect }) => effect ?? [])))
  const place = placeOf(checked)
  const types = matter.documentNumbers.types
  const deferrable = matter.materials.some(({ deferral }) => deferral !== null)
  if (used.has('accept-deferred') && types.deferral === undefined)
    report(place, 'NUMBER_MISSING', 'documentNumbers.types.deferral is missing')
  if (used.has('accept-commitment') && types.commitment === undefined)
    report(place, 'NUMBER_MISSING', 'documentNumbers.types.commitment is missing')
  if (used.has('accept-deferred') !== deferrable)
    report(
      place,
      'DEFERRAL_UNUSED',
      deferrable ? 'materials may follow, but no step accepts without them' : 'a step accepts without materials, but none may follow',
    )
  if (used.has('accept-commitment') !== (matter.commitment !== null))
    report(
      place,
      'COMMITMENT_UNUSED',
      matter.commitment ? 'no step accepts by commitment' : 'a step accepts by commitment, but the matter has none',
    )
}

/** What is told of a person to nobody: a field of these formats is never published. */
const PERSONAL_FORMATS = ['citizen-id', 'mobile-cn']

/** What is published is there, and is nobody's private matter. */
function checkPublicity(checked: CheckedMatter): void {
  const { matter, processPackage, report } = checked
  const place = `${placeOf(checked)}/publicity`
  const schema = processPackage.forms[matter.applicationForm]
  const { content, holderCode } = matter.publicity
  const fields = new Map((schema ? fieldsOf(schema) : []).map((field) => [field.path, field]))
  for (const path of [...content, ...(holderCode === null ? [] : [holderCode])]) {
    const field = fields.get(path)
    const format = field && formatOf(field.schema)
    if (!field) report(place, 'FIELD_MISSING', `form ${matter.applicationForm} has no field ${path}`)
    else if (format && PERSONAL_FORMATS.includes(format)) report(place, 'FIELD_PERSONAL', `field ${path} is personal and is not published`)
    else if (path === holderCode && format !== 'credit-code') report(place, 'FIELD_FORMAT', `field ${path} holds no credit code`)
  }
}
