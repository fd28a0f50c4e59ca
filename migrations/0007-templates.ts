/** Templates: an organisation's named starting points for posts. */
import { Migration } from '@mikro-orm/migrations'

export class Templates extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE post_template (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL,
      name text NOT NULL,
      content json NOT NULL,
      created_by uuid NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      changed_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT post_template_name UNIQUE (organisation_id, name)
    )`)
  }
}
