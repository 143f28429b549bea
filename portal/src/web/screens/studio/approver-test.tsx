import { Drawer, Table, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { asApiError, type ApiError } from '../../api/api-error.ts'
import { request } from '../../api/client.ts'
import { studioPaths, type ApproverTest } from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { keyOf, mayStandStill, testedPeople, type Answers, type TestedPerson, type TestedStep } from './approver-steps.ts'
import type { County } from './use-known.ts'

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

/** Who would get each step if a case stood there now; what would make it stand still is said before a case finds out. */
export function ApproverTestDrawer({ steps, county, onClose }: Props) {
  const { answers, error } = useAnswers(steps)
  return (
    <Drawer open onClose={onClose} title="现在由谁办理" width={720}>
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
            title: '单位、岗位和现在的人员',
            key: 'people',
            render: (_, step) => answers && <Step {...{ step, steps, county, answers }} />,
          },
        ]}
      />
    </Drawer>
  )
}

function Step({ step, steps, county, answers }: Pick<Props, 'steps' | 'county'> & { step: TestedStep; answers: Answers }) {
  const people = testedPeople(step, steps, answers)
  const postOf = (post: string) => county.posts.find(({ key }) => key === post)?.name ?? post
  const names = steps.filter(({ elementId }) => step.apart.includes(elementId)).map(({ name }) => name)
  return (
    <>
      {step.isNamed && <div className="quiet">由前面环节的表单从下列人员中指定</div>}
      {step.sources.map((source, index) => (
        <div key={index} data-testid="approver-source">
          {step.isOrdered && `第 ${index + 1} 位:`}
          {answers.get(keyOf(source))?.organ.name} {postOf(source.post)}
          {source.weight !== null && `(每人权重 ${source.weight})`}:
          <People people={people[index]!} vacant={answers.get(keyOf(source))?.vacant ?? false} />
        </div>
      ))}
      {names.length > 0 && <div className="quiet">办理过「{names.join('」「')}」的人员不得办理本环节</div>}
      {mayStandStill(people) && (
        <div className="field-problem" role="alert">
          岗位上的人员都可能因办理过前面的环节而回避,办件会停在这里
        </div>
      )}
    </>
  )
}

function People({ people, vacant }: { people: readonly TestedPerson[]; vacant: boolean }) {
  if (vacant)
    return (
      <span className="field-problem" role="alert">
        岗位空缺,办件会停在这里
      </span>
    )
  return (
    <span className="row">
      {people.map(({ userId, name, note, actsFor, agents, isAsked, unlessDone }) => (
        <span key={`${userId} ${actsFor ?? ''}`}>
          {name}
          {note && (
            <Tag className="gap-left">
              {NOTES[note]}
              {actsFor}
            </Tag>
          )}
          {agents.length > 0 && <Tag className="gap-left">由{agents.join('、')}代理</Tag>}
          {isAsked && <Tag className="gap-left">兼任,只计一次</Tag>}
          {unlessDone.length > 0 && <Tag className="gap-left">办过{unlessDone.join('、')}的须回避</Tag>}
        </span>
      ))}
    </span>
  )
}

/** One question for each post of each organ. */
function useAnswers(steps: readonly TestedStep[]): { answers: Answers | null; error: ApiError | null } {
  const [state, setState] = useState<{ answers: Answers | null; error: ApiError | null }>({ answers: null, error: null })
  const asked = JSON.stringify([...new Set(steps.flatMap(({ sources }) => sources.map(keyOf)))])
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
