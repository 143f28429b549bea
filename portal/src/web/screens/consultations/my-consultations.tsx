import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { consultationApi, consultationPaths, type Consultation, type ConsultationKind } from '../../api/consultations.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dateText, dayOf } from '../../time.ts'
import { AnswerCard } from './answer-card.tsx'
import { AskForm } from './ask-form.tsx'

/** What I have asked and complained of, with the answers. An address may say what about: a matter, or one of my cases. */
export function Component() {
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const pages = usePages<Consultation>(consultationPaths.mine)
  const given = { matterKey: params.get('matter') ?? undefined, caseId: params.get('case') ?? undefined, name: params.get('name') ?? '' }
  const about = given.matterKey || given.caseId ? given : undefined
  const [asking, setAsking] = useState(about !== undefined)
  const close = () => {
    setAsking(false)
    setParams({}, { replace: true })
  }
  useTitle('咨询投诉')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">咨询投诉</h1>
        <Button type="primary" onClick={() => setAsking(true)} data-testid="ask">
          我要咨询或者投诉
        </Button>
      </div>
      <ListStates
        pages={pages}
        empty={<EmptyState title="您还没有提出过咨询或者投诉">对事项有疑问、对办理有意见的,可以在这里提出,答复也在这里查看</EmptyState>}
      >
        {(items) => (
          <ul className="plain card flush">
            {items.map((item) => (
              <li key={item.id}>
                <AnswerCard
                  item={item}
                  onGrade={async (grade) => {
                    await consultationApi.grade(item.id, grade)
                    pages.reload()
                  }}
                />
              </li>
            ))}
          </ul>
        )}
      </ListStates>
      {asking && (
        <Modal open title="咨询投诉" footer={null} maskClosable={false} onCancel={close}>
          <AskForm
            about={about}
            kind={(params.get('kind') as ConsultationKind | null) ?? undefined}
            onSend={async ({ kind, matterKey, organId, caseId, text, phone }) => {
              const { dueAt } = await consultationApi.ask({ kind, matterKey, organId, caseId, text, phone: phone || undefined })
              message.success(`已提交,${dateText(dayOf(dueAt - 1))}前答复`)
              pages.reload()
              close()
            }}
          />
        </Modal>
      )}
    </div>
  )
}
