/** Name, e-mail and a password that says what it needs. */
import { Check, Circle } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import { useParley } from '../../app/parley.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from './form-error.tsx'
import { PasswordField } from './password-field.tsx'
import { type PasswordRule, passwordRules } from './password-rules.ts'
import { useSubmit } from './use-submit.ts'

export function SignUpForm({ email, onEmail }: { email: string; onEmail: (email: string) => void }) {
  const { session } = useParley()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const form = useSubmit(() => session.signUp({ name: name.trim(), email: email.trim(), password }))
  const rules = passwordRules(password)
  const typed = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    form.reset()
    set(event.target.value)
  }
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (rules.every((rule) => rule.met)) form.submit()
      }}
    >
      <FormError text={form.errorAt('form')} />
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        required
        autoFocus
        maxLength={LIMITS.nameCharsMax}
        value={name}
        error={form.errorAt('name')}
        onChange={typed(setName)}
      />
      <Field
        label="E-mail"
        type="email"
        name="email"
        autoComplete="email"
        required
        value={email}
        error={form.errorAt('email')}
        onChange={typed(onEmail)}
      />
      <PasswordField
        name="password"
        autoComplete="new-password"
        required
        value={password}
        error={form.errorAt('password')}
        hint={<Rules rules={rules} />}
        onChange={typed(setPassword)}
      />
      <Button look="primary" type="submit" busy={form.busy} className="mt-2 h-10 w-full">
        Create account
      </Button>
    </form>
  )
}

function Rules({ rules }: { rules: readonly PasswordRule[] }) {
  return (
    <ul>
      {rules.map((rule) => (
        <li key={rule.text} className={classes('flex items-center gap-1.5', rule.met && 'text-accent')}>
          {rule.met ? <Check size={14} aria-hidden="true" /> : <Circle size={14} aria-hidden="true" />}
          {rule.text}
          <span className="sr-only">{rule.met ? '(met)' : '(not met yet)'}</span>
        </li>
      ))}
    </ul>
  )
}
