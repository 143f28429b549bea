import { Alert, App, Button } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { problemsOf } from '../../api/api-error.ts'
import type { UploadedFile, Values } from '../../api/cases.ts'
import { licencePaths, licencesApi, type LicenceDetail } from '../../api/licences.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { fileIdsOf, problemByMaterial } from '../applicant/application-draft.ts'
import { UploadField } from '../applicant/upload-field.tsx'
import { LicenceHead } from './licence-body.tsx'

/** Begins a procedure about a licence ex officio: facts, grounds and evidence, on one page. */
export function Component() {
  const { id = '', matterKey = '' } = useParams()
  const licence = useResource<LicenceDetail>(licencePaths.one(id))
  const matter = useResource<MatterDetail>(paths.matter(matterKey))
  useTitle(matter.data?.name)
  if (licence.loading || matter.loading) return <PageSkeleton />
  const error = licence.error ?? matter.error
  if (!licence.data || !matter.data)
    return error && <ErrorResult error={error} onRetry={licence.reload} extra={<Link to="/licences">回到证照</Link>} />
  return <Review licence={licence.data} matter={matter.data} />
}

function Review({ licence, matter }: { licence: LicenceDetail; matter: MatterDetail }) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const form = useRef<SchemaFormHandle>(null)
  const [files, setFiles] = useState<Record<string, UploadedFile[]>>({})
  const { act, field, holderField } = matter.licenceAct!
  const offered = licence.acts.find(({ matterKey }) => matterKey === matter.key)
  const work = useCallback(
    (key: string, values: Values) =>
      licencesApi.review(licence.id, { matterKey: matter.key, form: values, materials: fileIdsOf(files) }, key),
    [licence.id, matter.key, files],
  )
  const sending = useOnce(work)
  const problems = sending.error ? problemsOf(sending.error) : []
  const send = async () => {
    const values = form.current?.check()
    if (!values) return
    const opened = await sending.run(values)
    if (!opened) return
    message.success(`已立案,办件编号 ${opened.caseNo}`)
    await navigate(`/cases/${opened.caseId}`, { replace: true })
  }
  return (
    <>
      <div className="page">
        <p>
          <Link to={`/licences/${licence.id}`}>{licence.licenceNo}</Link>
        </p>
        <LicenceHead item={licence} />
        {offered?.blocked && <Alert type="warning" showIcon className="gap-below" message={offered.blocked} />}
        {problems.length === 0 && <ErrorNote error={sending.error} />}
        <section className="card">
          <h2>{matter.name}:事实和理由</h2>
          <SchemaForm
            ref={form}
            schema={matter.form.schema}
            access={{ ...matter.access, [field]: 'read', [holderField]: 'read' }}
            initialValues={{ [field]: licence.licenceNo, [holderField]: licence.holderName }}
            problems={problems}
          />
        </section>
        {matter.materials.map((material) => (
          <section key={material.key} className="card">
            <h2>{material.name}</h2>
            <UploadField
              material={material}
              files={files[material.key] ?? []}
              problem={problemByMaterial(problems)[material.key]}
              onAdd={(file) => setFiles((now) => ({ ...now, [material.key]: [...(now[material.key] ?? []), file] }))}
              onRemove={(fileId) =>
                setFiles((now) => ({ ...now, [material.key]: (now[material.key] ?? []).filter((file) => file.fileId !== fileId) }))
              }
            />
          </section>
        ))}
      </div>
      <StickyBar note="立案后随即出具陈述申辩告知书,填写的事实和理由将告知持证人">
        <Button onClick={() => void navigate(-1)}>取消</Button>
        <Button
          type="primary"
          danger
          disabled={Boolean(offered?.blocked)}
          loading={sending.busy}
          onClick={() => void send()}
          data-testid={`open-${act}`}
        >
          立案
        </Button>
      </StickyBar>
    </>
  )
}
