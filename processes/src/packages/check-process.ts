import type { CheckedProcess } from './check-package.ts'
import { checkActionFlows } from './check-tasks.ts'

/** A process that is no matter: every user task has its entry, its posts are the package's, its actions lead somewhere. */
export function checkProcess({ entry, process, processPackage, report }: CheckedProcess): void {
  const place = `manifest.json /processes/${entry.process.key}`
  for (const { id, kind } of Object.values(process.nodes)) {
    if (kind === 'userTask' && !entry.tasks[id]) report(place, 'TASK_MISSING', `user task ${id} has no entry in tasks`)
  }
  for (const [id, { posts, actions }] of Object.entries(entry.tasks)) {
    if (process.nodes[id]?.kind !== 'userTask') report(`${place}/tasks/${id}`, 'ELEMENT_MISSING', `the model has no userTask ${id}`)
    for (const post of posts)
      if (!processPackage.manifest.roles[post])
        report(`${place}/tasks/${id}`, 'ROLE_MISSING', `post ${post} is not among the package's roles`)
    checkActionFlows(process, { taskId: id, actions, place: `${place}/tasks/${id}/actions` }, report)
  }
}
