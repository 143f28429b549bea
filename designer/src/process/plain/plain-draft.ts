import type { ActionLike, MatterLike, ProcessDraft, TaskLike } from '../draft.ts'
import { editModel } from '../edit-draft.ts'
import { changeTask } from '../matter/tasks.ts'

/*
 * A process that is no matter 事项 has only steps, who may do them and their buttons. It is edited as a matter that says
 * nothing else, so that canvas, tree, conditions and history are the same.
 */

/** An entry of `processes` in a package's manifest. */
export interface PlainProcess {
  name: string
  process: { file: string; key: string }
  tasks: Record<string, { posts: string[]; actions: { key: string; label: string; set: ActionLike['set'] }[] }>
}

export const plainMatter = ({ process, tasks }: PlainProcess): MatterLike => ({
  isPlain: true,
  process,
  tasks: Object.fromEntries(
    Object.entries(tasks).map(([id, { posts, actions }]): [string, TaskLike] => [
      id,
      {
        post: posts[0] ?? '',
        posts,
        applicationAccess: {},
        actions: actions.map((action) => ({ ...action, kind: 'default', opinion: 'none', next: { text: '', people: '' } })),
      },
    ]),
  ),
})

/** The entry that says the same; its name stays. */
export const plainProcess = ({ tasks = {} }: MatterLike, before: PlainProcess): PlainProcess => ({
  ...before,
  tasks: Object.fromEntries(
    Object.entries(tasks).map(([id, { post, posts, actions }]) => [
      id,
      { posts: posts ?? (post ? [post] : []), actions: actions.map(({ key, label, set }) => ({ key, label, set })) },
    ]),
  ),
})

/** Who may do a step: the model's candidate groups go with it as long as they name the same posts, or nobody. */
export function changePosts(draft: ProcessDraft, id: string, posts: readonly string[]): Promise<ProcessDraft> {
  const before = draft.matter.tasks?.[id]?.posts ?? []
  const matter = changeTask(draft.matter, id, { post: posts[0] ?? '', posts: [...posts] })
  return editModel({ ...draft, matter }, (elements) => {
    const element = elements.get(id)
    const groups = element?.get<string | undefined>('camunda:candidateGroups')
    const isGiven = element?.get('camunda:assignee') || element?.get('camunda:candidateUsers')
    if ((groups === undefined && !isGiven) || groups === before.join(','))
      element?.set('camunda:candidateGroups', posts.join(',') || undefined)
  })
}
