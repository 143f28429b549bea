import type { Expression, UserTaskNode } from '@lianban/engine'
import type { CheckedMatter } from './check-package.ts'

const LICENSING = '行政许可'

/** A step that several persons decide is drawn as one, asks whom its matter names, and passes by the matter's rule. */
export function checkApproval({ matter, process, report }: CheckedMatter): void {
  for (const [id, task] of Object.entries(matter.tasks)) {
    const place = `manifest.json /matters/${matter.key}/tasks/${id}/approval`
    const node = process.nodes[id]
    const asks = node?.kind === 'userTask' && node.loop?.type === 'multiInstance' && mentions(node.loop.collection, 'approvers', id)
    if (!task.approval) {
      if (asks) report(place, 'APPROVAL_MISSING', `the model asks for the approvers of ${id}, but the matter does not say who decides it`)
      continue
    }
    const { mode, pass, empty } = task.approval
    if (mode === 'vote' && !pass) report(place, 'APPROVAL_RULE_MISSING', 'a vote 票签 says what it needs to pass: percent, count or weight')
    if (mode !== 'vote' && pass) report(place, 'APPROVAL_RULE_UNUSED', `pass is for votes 票签 only, not for ${mode}`)
    if (empty === 'pass' && matter.kind === LICENSING)
      report(place, 'APPROVAL_EMPTY_PASSES', 'a licence is never granted because nobody is there to decide: use leader or refuse')
    if (task.actions.some(({ vote }) => vote === undefined))
      report(place, 'APPROVAL_WITHOUT_VOTE', 'every action of the step says what it is as a vote: pass, reject or abstain')
    if (node?.kind === 'userTask') checkLoop(node, { id, sequential: mode === 'sequential', place }, report)
  }
}

function checkLoop(
  { loop, assignee }: UserTaskNode,
  { id, sequential, place }: { id: string; sequential: boolean; place: string },
  report: CheckedMatter['report'],
): void {
  if (loop?.type !== 'multiInstance') {
    // One of them by lot is asked by a plain task.
    if (!mentions(assignee, 'oneOf', id)) report(place, 'APPROVAL_NOT_DRAWN', `${id} is drawn as a task of one person`)
    return
  }
  if (loop.sequential !== sequential)
    report(
      place,
      'APPROVAL_NOT_DRAWN',
      `${id} is drawn ${loop.sequential ? 'one after the other' : 'in parallel'}, the matter says the other`,
    )
  if (!mentions(loop.collection, 'approvers', id))
    report(place, 'APPROVAL_NOT_DRAWN', `the collection of ${id} is not =approvers(caseId, "${id}")`)
  if (loop.elementVariable !== 'approver') report(place, 'APPROVAL_NOT_DRAWN', `the element variable of ${id} is not approver`)
  if (loop.output?.element !== 'vote') report(place, 'APPROVAL_NOT_DRAWN', `${id} does not gather its votes (output data item vote)`)
  if (!mentions(loop.completionCondition, 'approvalDecided', id))
    report(place, 'APPROVAL_NOT_DRAWN', `the completion condition of ${id} does not ask approvalDecided(caseId, "${id}", …)`)
}

const mentions = (expression: Expression | null, name: string, elementId: string): boolean =>
  expression !== null && 'source' in expression && expression.source.includes(`${name}(`) && expression.source.includes(`"${elementId}"`)
