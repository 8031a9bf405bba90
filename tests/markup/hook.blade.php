@if ($enabled)
<div class="form-group{{ $errors->has('url') ? ' error' : '' }}">
  <label for="endpoint">{{ trans('hooks.endpoint') }}</label>
  <input type="url" wire:model.blur="webhook_endpoint" value="{{ old('url', $url) }}"{{ $demo ? ' disabled' : ''}}>
  <span class="help-block">@lang('Called once for each order that ships.')</span>
  {!! $errors->first('url') !!}
</div>
@endif
