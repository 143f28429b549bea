import { RENDER_DOCUMENT_TOPIC } from '../workers/topics.ts'
import type { CheckedMatter } from './check-package.ts'

/** Every document the model asks for has its template. */
export function checkTemplates({ matter, process, processPackage, report }: CheckedMatter): void {
  // A theme gives no licence of its own.
  const { licence, decisionDocument } = matter
  const used = new Set(matter.joint ? [] : [licence, decisionDocument].flatMap((paper) => paper?.document ?? []))
  for (const node of Object.values(process.nodes)) {
    if (node.kind !== 'serviceTask' || node.work.type !== 'external') continue
    const { topic } = node.work
    if (topic.kind !== 'literal' || topic.text !== RENDER_DOCUMENT_TOPIC) continue
    const { template, documentName, templateFrom, documentNameFrom } = node.properties
    if (!(template || templateFrom) || !(documentName || documentNameFrom))
      report(`${matter.process.file} ${node.id}`, 'DOCUMENT_UNNAMED', 'properties template and documentName are needed')
    if (template) used.add(template)
  }
  for (const key of used)
    if (processPackage.templates[key] === undefined)
      report(matter.process.file, 'TEMPLATE_MISSING', `there is no template documents/${key}.html`)
}
