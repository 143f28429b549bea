import { Drawer, Table, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { asApiError, type ApiError } from '../../api/api-error.ts'
import { request } from '../../api/client.ts'
import { studioPaths, type ApproverTest } from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import type { County } from './use-known.ts'

/** A step and to whom it goes. */
export interface TestedStep {
  elementId: string
  name: string
  post: string
  organ: string
}

interface Props {
  steps: readonly TestedStep[]
  county: County
  onClose: () => void
}

const NOTES: Record<NonNullable<ApproverTest['people'][number]['note']>, string> = {
  leaver: '即将离任',
  coming: '尚未到任',
  agent: '代理',
}

/** Who would get each step if a case stood there now; a post that nobody holds is said before a case finds out. */
export function ApproverTestDrawer({ steps, county, onClose }: Props) {
  const { answers, error } = useAnswers(steps)
  const nameOf = (post: string) => county.posts.find(({ key }) => key === post)?.name ?? post
  return (
    <Drawer open onClose={onClose} title="现在由谁办理" width={640}>
      <ErrorNote error={error} />
      <Table<TestedStep>
        rowKey="elementId"
        size="small"
        pagination={false}
        loading={answers === null && error === null}
        dataSource={[...steps]}
        columns={[
          { title: '环节', dataIndex: 'name', width: 140 },
          {
            title: '单位和岗位',
            key: 'post',
            width: 200,
            render: (_, step) => `${answers?.get(keyOf(step))?.organ.name ?? ''} ${nameOf(step.post)}`,
          },
          { title: '现在的人员', key: 'people', render: (_, step) => <People answer={answers?.get(keyOf(step))} /> },
        ]}
      />
    </Drawer>
  )
}

function People({ answer }: { answer: ApproverTest | undefined }) {
  if (!answer) return null
  if (answer.vacant)
    return (
      <span className="field-problem" role="alert">
        岗位空缺,办件会停在这里
      </span>
    )
  return (
    <span className="row">
      {answer.people.map(({ userId, name, note }) => (
        <span key={userId}>
          {name}
          {note && <Tag className="gap-left">{NOTES[note]}</Tag>}
        </span>
      ))}
    </span>
  )
}

const keyOf = ({ organ, post }: Pick<TestedStep, 'organ' | 'post'>): string => `${organ} ${post}`

/** One question for each post of each organ. */
function useAnswers(steps: readonly TestedStep[]): { answers: Map<string, ApproverTest> | null; error: ApiError | null } {
  const [state, setState] = useState<{ answers: Map<string, ApproverTest> | null; error: ApiError | null }>({ answers: null, error: null })
  const asked = JSON.stringify([...new Set(steps.map(keyOf))])
  useEffect(() => {
    const abort = new AbortController()
    const ask = async (key: string): Promise<[string, ApproverTest]> => {
      const [organ = '', post = ''] = key.split(' ')
      return [key, await request<ApproverTest>(studioPaths.people(post, organ), { signal: abort.signal })]
    }
    Promise.all((JSON.parse(asked) as string[]).map(ask)).then(
      (found) => setState({ answers: new Map(found), error: null }),
      (thrown: unknown) => {
        if (!abort.signal.aborted) setState({ answers: null, error: asApiError(thrown) })
      },
    )
    return () => abort.abort()
  }, [asked])
  return state
}
