import type { ActionLike, Known, MatterLike, ProcessDraft, TaskLike } from '../draft.ts'
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

/**
 * Candidate groups as people call them: `supervisor,${organ}:organ-leader` → `监察人员、承办单位的单位主要负责人`; null where one
 * is computed in another way.
 */
export function groupWords(groups: string, known: Pick<Known, 'organs' | 'posts'>): string | null {
  const words = groups.split(',').map((group) => {
    const [, organ, post] = /^(?:([^:]+):)?([\w-]+)$/.exec(group.trim()) ?? []
    const name = known.posts.find(({ key }) => key === post)?.name
    const of = organ === undefined ? '' : (known.organs.find(({ id }) => id === organ)?.name ?? VARIABLE_ORGANS[organ])
    return name === undefined || of === undefined ? null : `${of && `${of}的`}${name}`
  })
  return groups.trim() === '' || words.includes(null) ? null : words.join('、')
}

/** Variables with an organ that every process has. */
const VARIABLE_ORGANS: Record<string, string> = { '${organ}': '承办单位' }
