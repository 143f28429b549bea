import type { CheckedMatter } from './check-package.ts'

/** Steps that escalate are there and have a due time; whoever is told in the step's own organ holds a post of the package. */
export function checkEscalations({ matter, process, processPackage, report }: CheckedMatter): void {
  for (const [index, { tasks, to }] of (matter.escalations ?? []).entries()) {
    const place = `manifest.json /matters/${matter.key}/escalations/${index}`
    for (const id of tasks) {
      const node = process.nodes[id]
      if (node?.kind !== 'userTask') report(place, 'ELEMENT_MISSING', `the model has no userTask ${id}`)
      else if (node.dueDate === null) report(place, 'ESCALATION_WITHOUT_LIMIT', `${id} has no due date that could be used up`)
    }
    for (const { post } of to)
      if (!processPackage.manifest.roles[post]) report(place, 'ROLE_MISSING', `post ${post} is not among the package's roles`)
  }
}
