import { compileTemplate, DocumentError, templateView, type Template } from '../documents/index.ts'
import { sampleVariables } from './document-variables.ts'
import type { ProcessPackage } from './load-package.ts'

/** Decisions that take something away or deny it: their title says so, and they must say what can be done against them. */
const ADVERSE_TITLE = /不予|不需要|撤回|撤销|吊销|注销|变更|驳回/
/** What the shared piece on remedies prints. Source: 行政许可法 articles 7, 38 (2); 行政复议法 article 20; 行政诉讼法 article 46. */
const REMEDIES = [
  'remedies.reconsiderationTo',
  'remedies.litigationTo',
  'remedies.reconsiderationDaysText',
  'remedies.litigationMonthsText',
]

/** Every template of the package can be read, has a title, uses declared variables only, and names the remedies if it is adverse. */
export function checkDocuments(
  { templates, variables }: ProcessPackage,
  report: (place: string, code: string, message: string) => void,
): void {
  for (const [key, html] of Object.entries(templates)) {
    const place = `documents/${key}.html`
    try {
      const template = compileTemplate(key, html)
      checkHead(template, (code, message) => report(place, code, message))
      if (!Object.hasOwn(variables.documents, key))
        report(place, 'TEMPLATE_UNDECLARED', `documents/variables.json does not name its variables`)
      else
        for (const optional of ['given', 'null'] as const) template.render(sampleView(template, sampleVariables(variables, key, optional)))
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error
      report(place, error.code === 'TEMPLATE_INVALID' ? error.code : 'VARIABLE_UNDECLARED', error.message)
    }
  }
  for (const key of Object.keys(variables.documents))
    if (!Object.hasOwn(templates, key)) report('documents/variables.json', 'TEMPLATE_MISSING', `there is no template documents/${key}.html`)
}

function checkHead({ head, variables }: Template, report: (code: string, message: string) => void): void {
  if (head.title === null) report('TEMPLATE_UNTITLED', 'it has no line {{! title: … }}')
  else if (ADVERSE_TITLE.test(head.title) && !REMEDIES.every((name) => variables.includes(name)))
    report('REMEDIES_MISSING', `“${head.title}”应当告知复议、诉讼权利：请加上 {{> remedies}}`)
}

/** Without the marks that only printing makes. */
const sampleView = (template: Template, sample: Record<string, unknown>): Record<string, unknown> => ({
  ...templateView(template, sample),
  ...{ qrCode: '<svg/>', verifyUrl: '' },
})
