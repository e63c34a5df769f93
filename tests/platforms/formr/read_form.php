<?php
// Reads a workbook with formr's own reader and items, and prints what they make of it as JSON.
// Arguments: the folder with the sources (owner+name), and the workbook.
error_reporting(E_ALL & ~E_DEPRECATED);
[, $root, $workbook] = $argv;
$formr = "$root/rubenarslan+formr.org/application";

spl_autoload_register(function ($class) use ($root, $formr) {
    $places = [
        'PhpOffice\\PhpSpreadsheet\\' => "$root/PHPOffice+PhpSpreadsheet/src/PhpSpreadsheet/",
        'Composer\\Pcre\\' => "$root/composer+pcre/src/",
        'Psr\\SimpleCache\\' => "$root/php-fig+simple-cache/src/",
    ];
    foreach ($places as $start => $folder) {
        if (str_starts_with($class, $start)) {
            $file = $folder . str_replace('\\', '/', substr($class, strlen($start))) . '.php';
            if (is_file($file)) {
                require $file;
            }
        }
    }
    if (str_ends_with($class, '_Item')) {
        require "$formr/Model/Item/" . substr($class, 0, -5) . '.php';
    }
});

class Config {
    public static function get($name, $default = null) {
        return $name === 'css_classes' ? ['', 'mc_vertical'] : $default;
    }
}

function __($text, ...$values) {
    return $values ? sprintf($text, ...$values) : $text;
}

function h($text) {
    return htmlspecialchars((string) $text);
}

function formr_log_exception($error) {
    fwrite(STDERR, $error->getMessage() . "\n");
}

// Only these functions of formr's Functions.php are used: they are taken from there as they stand.
$source = file_get_contents("$formr/Functions.php");
foreach (['hardTrueFalse', 'is_formr_truthy', 'knitting_needed'] as $name) {
    preg_match("/^function $name\\(.*?^}/ms", $source, $found);
    eval($found[0]);
}

require "$root/erusev+parsedown/Parsedown.php";
require "$root/erusev+parsedown-extra/ParsedownExtra.php";
require "$formr/Spreadsheet/SpreadsheetReader.php";
require "$formr/Model/Item/Item.php";

$reader = new SpreadsheetReader();
$reader->readItemTableFile($workbook);
$lists = [];
$choices = [];
foreach ($reader->choices as $choice) {
    $lists[$choice['list_name']][$choice['name']] = $choice['label'];
    $choices[] = $choice + ['html' => $reader->parsedown->text($choice['label']), 'knit' => knitting_needed($choice['label'])];
}
$factory = new ItemFactory($lists);
$items = [];
foreach ($reader->survey as $row) {
    $item = $factory->make($row);
    $checked = $item ? $item->validate() : ['val_errors' => ['no such type'], 'val_warnings' => []];
    $items[] = [
        'name' => $row['name'],
        'type' => $row['type'],
        'optional' => $item ? $item->optional : null,
        'showif' => $row['showif'] ?? '',
        'js' => $item ? $item->js_showif : null,
        'field' => $item ? $item->getResultField() : null,
        'input' => $item ? $item->input_attributes : null,
        'choices' => $item ? array_map('strval', array_keys($item->choices)) : [],
        'html' => $reader->parsedown->text($row['label'] ?? ''),
        'knit' => knitting_needed($row['label'] ?? ''),
        'errors' => array_merge($checked['val_errors'], $item->val_errors ?? []),
        'warnings' => $checked['val_warnings'],
    ];
}
echo json_encode([
    'errors' => $reader->errors,
    'warnings' => $reader->warnings,
    'items' => $items,
    'choices' => $choices,
    'unused' => array_values($factory->unusedChoiceLists()),
], JSON_UNESCAPED_UNICODE);
