import { Button, Result } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n.ts'
import type { ApiError } from '../api/api-error.ts'

/** A page or a part of one that could not be shown: what happened, what to do, and small the code for support. */
export function ErrorResult({ error, onRetry, extra }: { error: ApiError; onRetry?: () => void; extra?: ReactNode }) {
  const { t } = useTranslation()
  const lost = error.status === 404 || error.status === 403
  return (
    <Result
      className="calm-result"
      status={lost ? 'info' : 'warning'}
      title={lost ? t('没有可以显示的内容') : t('没有加载成功')}
      subTitle={error.message}
      data-testid="error-result"
      extra={
        <div className="stack centred">
          <div className="row centred">
            {!lost && onRetry && (
              <Button type="primary" onClick={onRetry}>
                {t('重试')}
              </Button>
            )}
            {extra}
          </div>
          <SupportCode error={error} />
        </div>
      }
    />
  )
}

/** The error's code and the request's id, small: what a person reads to support on the telephone. */
export function SupportCode({ error }: { error: ApiError }) {
  return (
    <small className="quiet">
      {error.code}
      {error.requestId && ` · ${error.requestId}`}
    </small>
  )
}
