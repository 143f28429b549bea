import { useEffect, useState } from 'react'
import { useDesk } from '../desk.ts'
import type { PostLike, ReadersLike } from '../draft.ts'
import { Choice, Choices, Field } from './field.tsx'
import { PostList } from './post-list.tsx'

/** Who gets a case to read: holders of posts, and persons by name. */
export function ReadersField({
  label,
  value,
  onChange,
}: {
  label: string
  value: ReadersLike | undefined
  /** undefined: nobody. */
  onChange(readers: ReadersLike | undefined): void
}) {
  const { known } = useDesk()
  const { posts = [], users = [] } = value ?? {}
  const set = (part: Partial<ReadersLike>) => {
    const next = { posts, users, ...part }
    onChange(next.posts.length + next.users.length > 0 ? next : undefined)
  }
  return (
    <>
      <PostList label={label} value={posts} onChange={(next) => set({ posts: next })} />
      {(known.staff || users.length > 0) && <Persons label={label} value={users} onChange={(next) => set({ users: next })} />}
    </>
  )
}

interface Person {
  id: string
  name: string
}

/** Persons, found by the post that they hold. Those chosen before stay, though they hold another. */
function Persons({ label, value, onChange }: { label: string; value: readonly string[]; onChange(users: string[]): void }) {
  const { known, matter, readOnly } = useDesk()
  const [of, setOf] = useState<PostLike>({ post: '' })
  const [met, setMet] = useState<Person[]>([])
  const { staff } = known
  const organ = of.organ ?? (typeof matter.organ === 'string' ? matter.organ : undefined)
  useEffect(() => {
    if (!staff || of.post === '') return
    let stale = false
    staff({ post: of.post, organ }).then(
      (found) => !stale && setMet((before) => [...before.filter(({ id }) => !found.some((one) => one.id === id)), ...found]),
      // Nobody is found then; what is chosen stays.
      () => undefined,
    )
    return () => {
      stale = true
    }
  }, [staff, of.post, organ])
  const unknown = value.filter((id) => !met.some((one) => one.id === id))
  const options = [
    ...met.map(({ id, name }) => ({ value: id, label: name })),
    ...unknown.map((id, index) => ({ value: id, label: `已选人员${unknown.length > 1 ? index + 1 : ''}(选岗位后显示姓名)` })),
  ]
  return (
    <Field label="指定人员" help="先选单位和岗位,再选其中的人员">
      {(id) => (
        <>
          {staff && (
            <div className="lianban-sentence">
              <Choice
                inline
                label={`${label}人员的单位`}
                value={of.organ ?? 'own'}
                options={[{ value: 'own', label: '承办单位' }, ...known.organs.map((one) => ({ value: one.id, label: one.name }))]}
                disabled={readOnly}
                onChange={(next) => setOf({ ...of, organ: next === 'own' ? undefined : next })}
              />
              的
              <Choice
                inline
                label={`${label}人员的岗位`}
                value={of.post || undefined}
                placeholder="选择岗位"
                options={known.posts.map(({ key, name }) => ({ value: key, label: name }))}
                disabled={readOnly}
                onChange={(post) => setOf({ ...of, post: post ?? '' })}
              />
            </div>
          )}
          <Choices
            id={id}
            label={`${label}人员`}
            value={value}
            options={options}
            disabled={readOnly}
            placeholder="不指定人员"
            onChange={onChange}
          />
        </>
      )}
    </Field>
  )
}
