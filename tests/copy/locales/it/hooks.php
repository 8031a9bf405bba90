<?php

return [
    'hook' => [
        'url' => 'URL del webhook',
        'url_help' => 'Parcelway chiama l\'URL ' . 'quando un pacco arriva a :city.',
    ],
    'retries' => 3,
];
