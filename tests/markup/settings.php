<?php if ($enabled): ?>
<form>
  <?= $this->form->label(t('Webhook URL'), 'webhook_url') ?>
  <?= $this->form->text('webhook_url', $values, $errors) ?>
  <p class="form-help"><?php echo __('The board posts each move to this URL.', 'board'); ?></p>
</form>
<?php endif; ?>
