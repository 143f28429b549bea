import { fieldsOf } from '@lianban/forms'
import { ACTS } from '../cases/licences/acts.ts'
import type { CheckedMatter } from './check-package.ts'

/** Acts that only the holder asks for, and those that only the organ begins. */
const HOLDERS = ['renew', 'reissue']
const ORGANS = ['withdraw', 'revoke']
/** Fields of the application form that the decision on an act prints. */
const PRINTED: Record<string, string[]> = { withdraw: ['facts'], revoke: ['facts', 'ground'], cancel: ['facts', 'ground'] }
const LICENSING = '行政许可'
const LICENSING_LAW = '行政许可法'

/**
 * What a matter does to a licence: the form names the licence and what the decision prints, the law is cited, the decision
 * has its number, it is begun by whom the law lets, and whoever it takes something from is heard before.
 */
export function checkLicenceAct({ matter, processPackage, report }: CheckedMatter): void {
  const { licenceAct: entry, messages } = matter
  const place = `manifest.json /matters/${matter.key}`
  if (!matter.openedBy && !matter.licence && !matter.decisionDocument)
    report(place, 'RESULT_MISSING', 'it ends with a licence or with a paper of its decision: licence or decisionDocument is missing')
  if (!matter.licence && entry) report(`${place}/licence`, 'LICENCE_MISSING', 'it does something to a licence: licence says what that is')
  if (!entry) {
    const asks = Object.values(matter.tasks).some(({ actions }) => actions.some(({ effect }) => effect === 'request-supplement'))
    if (messages.supplement === undefined && (asks || matter.kind === LICENSING))
      report(`${place}/messages`, 'MESSAGE_MISSING', 'an application may need a supplement: messages.supplement is missing')
    return
  }
  const at = `${place}/licenceAct`
  const { act, by, field, window } = entry
  const { label, article, paper } = ACTS[act]
  checkFields()
  if ((HOLDERS.includes(act) && by !== 'holder') || (ORGANS.includes(act) && by !== 'organ'))
    report(at, 'ACT_NOT_THEIRS', `${label} is begun by the ${by === 'organ' ? 'holder' : 'organ'}, not by the ${by}`)
  if (article !== null && !matter.basis.some(({ law, article: cited }) => law.includes(LICENSING_LAW) && cited.includes(article)))
    report(`${place}/basis`, 'LAW_MISSING', `${label} rests on ${LICENSING_LAW}${article}: it is not among the matter's basis`)
  if (matter.documentNumbers.types[paper] === undefined)
    report(`${place}/documentNumbers`, 'NUMBER_MISSING', `documentNumbers.types.${paper} is missing`)
  if (by === 'organ' && messages.statement === undefined)
    report(`${place}/messages`, 'HEARING_MISSING', 'whoever a licence is taken from is heard before: messages.statement is missing')
  if (window && act !== 'renew') report(`${at}/window`, 'WINDOW_NEEDLESS', 'only a renewal is asked for within a time')
  if (window?.earliest !== undefined && window.earliest <= window.latest)
    report(`${at}/window`, 'WINDOW_INVALID', `it opens ${window.earliest} days before the end and closes ${window.latest} days before it`)

  function checkFields(): void {
    const schema = processPackage.forms[matter.applicationForm]
    // A form that is missing or wrong is told by the check of forms.
    if (!schema) return
    const fields = fieldsIn(schema)
    for (const name of [field, ...(PRINTED[act] ?? [])])
      if (fields && !fields.has(name)) report(at, 'FIELD_MISSING', `form ${matter.applicationForm} has no field ${name}`)
    if (fields && by === 'organ' && !fields.has(matter.applicantName))
      report(at, 'FIELD_MISSING', `form ${matter.applicationForm} has no field ${matter.applicantName}`)
  }
}

function fieldsIn(schema: Parameters<typeof fieldsOf>[0]): Set<string> | null {
  try {
    return new Set(fieldsOf(schema).map(({ path }) => path))
  } catch {
    return null
  }
}
