/** E-mail and password. */
import { useState } from 'react'
import { useParley } from '../../app/parley.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from './form-error.tsx'
import { PasswordField } from './password-field.tsx'
import { useSubmit } from './use-submit.ts'

interface EmailProps {
  email: string
  onEmail: (email: string) => void
}

export function SignInForm({ email, onEmail }: EmailProps) {
  const { session } = useParley()
  const [password, setPassword] = useState('')
  const form = useSubmit(() => session.signIn({ email: email.trim(), password }))
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <FormError text={form.errorAt('form')} />
      <Field
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        error={form.errorAt('email')}
        onChange={(event) => {
          form.reset()
          onEmail(event.target.value)
        }}
      />
      <PasswordField
        name="password"
        autoComplete="current-password"
        required
        value={password}
        error={form.errorAt('password')}
        onChange={(event) => {
          form.reset()
          setPassword(event.target.value)
        }}
      />
      <Button look="primary" type="submit" busy={form.busy} className="mt-2 h-10 w-full">
        Sign in
      </Button>
    </form>
  )
}
